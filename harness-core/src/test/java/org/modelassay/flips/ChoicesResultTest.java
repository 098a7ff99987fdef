package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.modelassay.AssayException;
import org.modelassay.data.ChoiceItem;
import org.modelassay.gate.Figure;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.Rates;

class ChoicesResultTest {

  // Table 1 of Bommaraju 2026 as published, from the answers it was made of; the p value by
  // scipy.stats.binom.sf(b - 1, b + c, 0.5) of the same counts.
  @ParameterizedTest
  @CsvFileSource(resources = "replication-published.csv")
  void thirtyRowsOfAPublishedReplication(
      String model,
      String benchmark,
      String precision,
      double baselineAccuracy,
      double accuracy,
      double net,
      double flips,
      double allFlips,
      int correctToIncorrect,
      int incorrectToCorrect,
      int wrongToWrong,
      double p)
      throws IOException {
    ChoicesResult result = replication(benchmark, model, precision);

    assertThat(result.flips().correctToIncorrect()).hasSize(correctToIncorrect);
    assertThat(result.flips().incorrectToCorrect()).hasSize(incorrectToCorrect);
    assertThat(result.flips().wrongToWrong()).hasSize(wrongToWrong);
    assertThat(value(result, "choices.netChange"))
        .isEqualTo(incorrectToCorrect - correctToIncorrect);
    // The table has one decimal of a percent.
    Map<String, Double> percent =
        Map.of(
            "choices.accuracy", accuracy,
            "choices.flipRate", flips,
            "choices.allFlipRate", allFlips,
            "choices.accuracyDrop", -net,
            "choices.labelLoyalty", 100 - allFlips);
    percent.forEach(
        (metric, published) ->
            assertThat(100 * value(result, metric))
                .as(metric)
                .isCloseTo(published, within(0.05001)));
    assertThat(100 * result.baselineAccuracy()).isCloseTo(baselineAccuracy, within(0.05001));
    assertThat(value(result, "choices.accuracyDrop.pValue")).isCloseTo(p, within(1e-12));
  }

  @Test
  void ratesAndIntervalsOfTheReplicationsLargestLoss() throws IOException {
    ChoicesResult result = replication("mmlu", "Qwen2.5-1.5B", "int4");

    assertThat(value(result, "choices.flipRate")).isCloseTo(0.1323, within(5e-5));
    assertThat(value(result, "choices.allFlipRate")).isCloseTo(0.1908, within(5e-5));
    assertThat(value(result, "choices.accuracyDrop")).isCloseTo(0.0441, within(5e-5));
    assertThat(value(result, "choices.labelLoyalty")).isCloseTo(1 - 186 / 975.0, within(1e-12));
    assertThat(value(result, "choices.correctToIncorrectRate")).isEqualTo(86 / 975.0);
    assertThat(value(result, "choices.incorrectToCorrectRate")).isEqualTo(43 / 975.0);
    assertThat(value(result, "choices.wrongToWrongRate")).isEqualTo(57 / 975.0);
    assertThat(figure(result, "choices.flipRate").interval())
        .isEqualTo(Rates.clopperPearson(129, 975));
    assertThat(figure(result, "choices.accuracyDrop").interval())
        .isEqualTo(PairedProportions.tango(86, 43, 975));
    assertThat(figure(result, "choices.accuracy").baseline()).isEqualTo(595 / 975.0);
    assertThat(figure(result, "choices.accuracy").n()).isEqualTo(975);
  }

  // Made with lm_eval 0.4.13, scipy.special.log_softmax, scipy.stats.entropy and
  // scipy.spatial.distance.jensenshannon; the calibration error bin by bin with numpy.
  @Test
  void figuresOfArcByLmEvaluationHarness() throws IOException {
    ChoicesResult result = arc();

    assertThat(value(result, "choices.accuracy")).isEqualTo(0.22);
    assertThat(value(result, "choices.accuracyNormalized")).isEqualTo(0.265);
    assertThat(figure(result, "choices.accuracy").baseline()).isEqualTo(0.245);
    assertThat(figure(result, "choices.accuracyNormalized").baseline()).isEqualTo(0.285);
    assertThat(result.flips())
        .hasToString("15 right to wrong, 10 wrong to right, 28 wrong to wrong, of 200 items");
    assertThat(value(result, "choices.klDivergence.mean")).isCloseTo(0.367591510065, within(1e-11));
    assertThat(value(result, "choices.klDivergenceToBaseline.mean"))
        .isCloseTo(0.322408133095, within(1e-11));
    assertThat(value(result, "choices.margin.mean")).isCloseTo(0.646404205803, within(1e-11));
    assertThat(figure(result, "choices.margin.mean").baseline())
        .isCloseTo(0.620821374030, within(1e-11));
    assertThat(value(result, "choices.margin.flipped")).isCloseTo(0.423596257383, within(1e-11));
    assertThat(figure(result, "choices.margin.flipped").n()).isEqualTo(53);
    assertThat(value(result, "choices.margin.unchanged")).isCloseTo(0.691929749420, within(1e-11));
    assertThat(figure(result, "choices.margin.unchanged").n()).isEqualTo(147);
    assertThat(value(result, "choices.jensenShannon.mean"))
        .isCloseTo(0.068376109671, within(1e-11));
    assertThat(value(result, "choices.totalVariation.mean"))
        .isCloseTo(0.222105351219, within(1e-11));
    assertThat(value(result, "choices.probabilityLoyalty"))
        .isCloseTo(0.796778911625, within(1e-11));
    assertThat(value(result, "choices.brierScore")).isCloseTo(1.242842031188, within(1e-11));
    assertThat(figure(result, "choices.brierScore").baseline())
        .isCloseTo(1.203190534095, within(1e-11));
    assertThat(value(result, "choices.calibrationError")).isCloseTo(0.588324614744, within(1e-11));
    assertThat(figure(result, "choices.calibrationError").baseline())
        .isCloseTo(0.542335493104, within(1e-11));
    assertThat(result.flips().mcNemarPValue()).isCloseTo(0.21217811107635498, within(1e-12));
    assertThat(value(result, "choices.netChange")).isEqualTo(-5);
    assertThat(value(result, "choices.ties")).isZero();
  }

  @Test
  void meansHaveIntervalsAroundThem() throws IOException {
    ChoicesResult result = arc();

    for (String metric :
        List.of("choices.klDivergence.mean", "choices.margin.mean", "choices.margin.flipped")) {
      Figure figure = figure(result, metric);
      assertThat(figure.interval()).as(metric).isNotNull();
      if (figure.interval() != null) {
        assertThat(figure.value()).isBetween(figure.interval().low(), figure.interval().high());
        assertThat(figure.interval().method()).isEqualTo("BCa bootstrap");
      }
    }
    assertThat(result.figures()).isEqualTo(arc().figures());
  }

  // scipy.stats.entropy(softmax(p), softmax(q)) both ways; scipy.spatial.distance.jensenshannon.
  @Test
  void divergenceOfOneItem() {
    ChoicesResult result =
        result(
            List.of(item("q", 0, 3)),
            new double[][] {{-1.5, -1.4, -4}},
            new double[][] {{-1, -2, -3}});

    FlippedItem flip = result.flips().all().get(0);
    assertThat(flip.divergence()).isCloseTo(0.1508557560671989, within(1e-15));
    assertThat(result.meanDivergence()).isEqualTo(flip.divergence());
    assertThat(value(result, "choices.klDivergenceToBaseline.mean"))
        .isCloseTo(0.16199894069815485, within(1e-15));
    assertThat(value(result, "choices.jensenShannon.mean"))
        .isCloseTo(0.03836977225624522, within(1e-15));
    assertThat(value(result, "choices.probabilityLoyalty"))
        .isCloseTo(0.8041179634161284, within(1e-15));
    assertThat(value(result, "choices.totalVariation.mean"))
        .isCloseTo(0.2605488993881142, within(1e-15));
    assertThat(value(result, "choices.brierScore")).isCloseTo(0.5513521221745944, within(1e-15));
    assertThat(flip.baselineProbabilities().get(0)).isCloseTo(0.66524096, within(1e-8));
    assertThat(flip.baselineProbabilities().get(1)).isCloseTo(0.24472847, within(1e-8));
    assertThat(flip.probabilities().get(1)).isCloseTo(0.50527737, within(1e-8));
    assertThat(flip.margin()).isCloseTo(0.66524096 - 0.24472847, within(1e-8));
  }

  @Test
  void choicesFarApartHaveAFiniteDivergence() {
    ChoicesResult result =
        result(List.of(item("q", 0, 2)), new double[][] {{-2000, 0}}, new double[][] {{0, -2000}});

    assertThat(result.meanDivergence()).isEqualTo(2000);
    assertThat(value(result, "choices.jensenShannon.mean")).isCloseTo(Math.log(2), within(1e-15));
    assertThat(value(result, "choices.totalVariation.mean")).isEqualTo(1);
    assertThat(value(result, "choices.probabilityLoyalty"))
        .isCloseTo(1 - Math.sqrt(Math.log(2)), within(1e-15));
  }

  // The example of the authors' repository, JetRunner/beyond-preserved-accuracy: the distance of
  // (0.75, 0.2, 0.05) and (0.8, 0.1, 0.1) is 0.1146548.
  @Test
  void probabilityLoyaltyOfItsAuthorsExample() {
    ChoicesResult result =
        result(
            List.of(item("q", 0, 3)),
            new double[][] {{Math.log(0.8), Math.log(0.1), Math.log(0.1)}},
            new double[][] {{Math.log(0.75), Math.log(0.2), Math.log(0.05)}});

    assertThat(value(result, "choices.probabilityLoyalty"))
        .isCloseTo(1 - 0.11465480158661187, within(1e-15));
  }

  @Test
  void calibrationErrorOfTwoBins() {
    // Ten answers of probability 0.8, seven of them right, and ten of 0.6, all right:
    // (10 |0.7 - 0.8| + 10 |1 - 0.6|) / 20.
    double[][] values = new double[20][];
    List<ChoiceItem> items = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      double p = i < 10 ? 0.8 : 0.6;
      values[i] = new double[] {Math.log(p), Math.log(1 - p)};
      items.add(item("i" + i, i < 3 ? 1 : 0, 2));
    }

    assertThat(value(result(items, values, null), "choices.calibrationError"))
        .isCloseTo(0.25, within(1e-12));
  }

  @Test
  void certainAnswersAreInTheLastBin() {
    double[][] certain = {{0, -2000}, {0, -2000}};

    ChoicesResult result = result(List.of(item("a", 0, 2), item("b", 1, 2)), certain, null);

    assertThat(value(result, "choices.calibrationError")).isEqualTo(0.5);
    assertThat(value(result, "choices.brierScore")).isEqualTo(1);
  }

  // sklearn.metrics.f1_score([1, 1, 0, 1, 0], [1, 0, 1, 1, 0]), which lm-evaluation-harness takes.
  @Test
  void f1IsOfTheSecondOfTwoChoices() {
    int[] right = {1, 1, 0, 1, 0};
    double[][] taken = {{-2, -1}, {-1, -2}, {-2, -1}, {-2, -1}, {-1, -2}};
    List<ChoiceItem> items =
        IntStream.range(0, 5).mapToObj(i -> item("q" + i, right[i], 2)).toList();

    assertThat(value(result(items, taken, null), "choices.f1"))
        .isCloseTo(0.6666666666666666, within(1e-15));
    // Never right and never taken: 0, as there.
    assertThat(
            value(result(List.of(item("q", 0, 2)), new double[][] {{-1, -2}}, null), "choices.f1"))
        .isZero();
    // Of more choices there is none.
    assertThat(result(List.of(item("q", 0, 3)), new double[][] {{-1, -2, -3}}, null).figures())
        .noneMatch(figure -> figure.metric().name().equals("choices.f1"));
  }

  @Test
  void equalModelsDoNotDiffer() {
    double[][] same = random(new Random(3), 50);
    ChoicesResult result = result(items(50), same, same);

    assertThat(result.flips().all()).isEmpty();
    assertThat(result.flips().mcNemarPValue()).isEqualTo(1);
    assertThat(value(result, "choices.klDivergence.mean")).isZero();
    assertThat(value(result, "choices.accuracyDrop")).isZero();
    assertThat(value(result, "choices.labelLoyalty")).isEqualTo(1);
    assertThat(value(result, "choices.margin.flipped")).isNaN();
    assertThat(figure(result, "choices.margin.flipped").n()).isZero();
  }

  // flips = Acc_b + Acc_q - 2 CA (arXiv 2607.08734), CA the share that both answer right.
  @Test
  void identitiesOfFlips() {
    var random = new Random(11);
    for (int round = 0; round < 50; round++) {
      int n = 1 + random.nextInt(60);
      List<ChoiceItem> items = items(n);
      var subject = new ModelAnswers(items, random(random, n));
      var baseline = new ModelAnswers(items, random(random, n));
      var result = new ChoicesResult(items, side(subject), side(baseline), null, List.of());
      double both =
          IntStream.range(0, n).filter(i -> subject.isCorrect(i) && baseline.isCorrect(i)).count();

      double flips = value(result, "choices.flipRate");
      double drop = value(result, "choices.accuracyDrop");
      assertThat(flips)
          .isCloseTo(result.baselineAccuracy() + result.accuracy() - 2 * both / n, within(1e-12))
          .isEqualTo(result.flips().rate())
          .isGreaterThanOrEqualTo(Math.abs(drop));
      assertThat(result.flips().allRate())
          .isEqualTo(value(result, "choices.allFlipRate"))
          .isGreaterThanOrEqualTo(flips);
      assertThat(drop).isCloseTo(result.baselineAccuracy() - result.accuracy(), within(1e-12));
      assertThat(value(result, "choices.klDivergence.mean")).isPositive();
    }
  }

  @Test
  void theFirstOfEqualsIsTheAnswerAndTheTieIsCounted() {
    ChoicesResult result =
        result(
            List.of(item("a", 0, 3), item("b", 2, 3), item("c", 0, 3)),
            new double[][] {{-1, -1, -2}, {-3, -1, -1}, {-1, -2, -2}},
            null);

    assertThat(result.details().answers()).isEqualTo("ABA");
    assertThat(result.accuracy()).isEqualTo(2 / 3.0);
    assertThat(value(result, "choices.ties")).isEqualTo(2);
    assertThat(result.details().ties()).isEqualTo(2);
    assertThat(result.details().baselineTies()).isNull();
  }

  @Test
  void theNormalizedAnswerDividesByCharactersNotBytesOrUtf16Units() {
    // Four code points in each: 4, 12 and 16 bytes of UTF-8; the last has 8 UTF-16 units.
    var item =
        new ChoiceItem("q", "?", List.of("abcd", "職務経歴", "🍀🍀🍀🍀", "ab"), 3, List.of(), false);

    ChoicesResult even = result(List.of(item), new double[][] {{-8.1, -8.0, -8.0, -4.1}}, null);
    assertThat(even.accuracyNormalized()).isZero();
    // Per character -2.025, -2.0, -2.0, -1.9; per byte the clover would win with -0.5.
    ChoicesResult last = result(List.of(item), new double[][] {{-8.1, -8.0, -8.0, -3.8}}, null);
    assertThat(last.accuracyNormalized()).isEqualTo(1);
  }

  @Test
  void theAnswerByBytesDividesByUtf8() {
    // 4, 12 and 16 bytes: -2.0, -0.75 and -0.5 a byte.
    var item = new ChoiceItem("q", "?", List.of("abcd", "職務経歴", "🍀🍀🍀🍀"), 2, List.of(), false);

    ChoicesResult result = result(List.of(item), new double[][] {{-8.0, -9.0, -8.0}}, null);

    assertThat(value(result, "choices.accuracyByBytes")).isEqualTo(1);
    assertThat(value(result, "choices.accuracyNormalized")).isZero();
  }

  @Test
  void aModelAloneHasNoFlips() {
    ChoicesResult result = result(List.of(item("a", 0, 2)), new double[][] {{-1, -2}}, null);

    assertThat(result.figures())
        .extracting(f -> f.metric().name())
        .containsExactly(
            "choices.accuracy",
            "choices.accuracyNormalized",
            "choices.accuracyByBytes",
            "choices.margin.mean",
            "choices.calibrationError",
            "choices.brierScore",
            "choices.f1",
            "choices.ties",
            "choices.tokensAcrossJoin",
            "choices.bosInText");
    assertThat(result.figures()).allMatch(f -> f.baseline() == null && !f.metric().pair());
    assertThat(result.details().baselineAnswers()).isNull();
    assertThatThrownBy(result::flips)
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "flips() was asked of a model that stands alone; expected a baseline to compare with;"
                + " give the spec a candidate");
  }

  @Test
  void specsAskForTheFlipsTheyCannotAccept() {
    var critical = new ChoiceItem("c", "Nurse:", List.of("care", "law"), 0, List.of(), true);
    var tagged = new ChoiceItem("t", "Baker:", List.of("bread", "law"), 0, List.of("ja"), false);
    ChoicesResult answers =
        result(
            List.of(critical, tagged),
            new double[][] {{-2, -1}, {-2, -1}},
            new double[][] {{-1, -2}, {-1, -2}});

    assertThat(answers.flips().correctToIncorrect()).anyMatch(item -> item.hasTag("critical"));
    assertThat(answers.flips().incorrectToCorrect()).noneMatch(item -> item.hasTag("critical"));
    assertThat(answers.flips().all().get(1).hasTag("ja")).isTrue();
    assertThat(answers.flips().all().get(1).hasTag("critical")).isFalse();
    assertThat(answers.flips().all().get(0)).hasToString("c: care -> law (right: care)");
    assertThat(value(answers, "choices.critical.allFlipRate")).isEqualTo(1);
    assertThat(figure(answers, "choices.critical.allFlipRate").n()).isEqualTo(1);
  }

  @Test
  void criticalItemsHaveFiguresAsIfTheyWereTheTask() {
    var random = new Random(17);
    List<ChoiceItem> items = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      items.add(
          new ChoiceItem("i" + i, "?", List.of("w", "x", "y", "z"), i % 4, List.of(), i % 5 == 0));
    }
    int[] critical = IntStream.range(0, 200).filter(i -> i % 5 == 0).toArray();
    double[][] subject = random(random, 200);
    double[][] baseline = random(random, 200);

    ChoicesResult all = result(items, subject, baseline);
    ChoicesResult alone =
        result(
            IntStream.of(critical).mapToObj(items::get).toList(),
            IntStream.of(critical).mapToObj(i -> subject[i]).toArray(double[][]::new),
            IntStream.of(critical).mapToObj(i -> baseline[i]).toArray(double[][]::new));

    for (String name : List.of("accuracy", "flipRate", "allFlipRate", "correctToIncorrectRate")) {
      Figure part = figure(all, "choices.critical." + name);
      Figure whole = figure(alone, "choices." + name);
      assertThat(part.value()).as(name).isEqualTo(whole.value());
      assertThat(part.interval()).as(name).isEqualTo(whole.interval());
      assertThat(part.baseline()).as(name).isEqualTo(whole.baseline());
      assertThat(part.n()).isEqualTo(40);
    }
    assertThat(alone.details().critical()).isEqualTo(all.details().critical());
    assertThat(all.of(critical).figures()).isEqualTo(alone.figures());
    assertThat(all.of(critical).details()).isEqualTo(alone.details());
  }

  @Test
  void withoutCriticalItemsThereIsNoCriticalRate() {
    double[][] same = {{-1, -2}};

    assertThat(result(List.of(item("a", 0, 2)), same, same).figures())
        .extracting(f -> f.metric().name())
        .noneMatch(name -> name.startsWith("choices.critical."));
    assertThat(result(List.of(item("a", 0, 2)), same, same).details().critical()).isNull();
  }

  @Test
  void detailsShowCriticalFlipsFirstThenTheLargestDivergence() {
    List<ChoiceItem> items = new ArrayList<>();
    double[][] subject = new double[120][];
    double[][] baseline = new double[120][];
    for (int i = 0; i < 120; i++) {
      items.add(
          new ChoiceItem(
              "i" + i, "?", List.of("x", "y"), i % 2, List.of(i < 60 ? "en" : "ja"), i == 5));
      baseline[i] = new double[] {0, -1 - i / 100.0};
      subject[i] = new double[] {-1, 0};
    }

    ChoicesResult result = result(items, subject, baseline);
    ChoicesDetails details = result.details();

    assertThat(details.items()).isEqualTo(120);
    assertThat(details.answers()).isEqualTo("B".repeat(120));
    assertThat(details.baselineAnswers()).isEqualTo("A".repeat(120));
    assertThat(details.flips()).hasSize(100);
    assertThat(details.flipsLeftOut()).isEqualTo(20);
    assertThat(details.flips())
        .extracting(ChoicesDetails.Flip::id)
        .startsWith("i5", "i119", "i118")
        .endsWith("i21");
    assertThat(details.flips().get(0).kind()).isEqualTo("INCORRECT_TO_CORRECT");
    assertThat(details.flips().get(2).kind()).isEqualTo("CORRECT_TO_INCORRECT");
    assertThat(details.groups())
        .extracting(ChoicesDetails.Group::tag, ChoicesDetails.Group::items)
        .containsExactly(tuple("en", 60), tuple("ja", 60));
    assertThat(details.groups().get(0).accuracy()).isEqualTo(0.5);
    ChoicesDetails.Change change = details.groups().get(0).change();
    assertThat(change).isNotNull();
    if (change != null) {
      assertThat(change.baselineAccuracy()).isEqualTo(0.5);
      assertThat(change.flips()).isEqualTo(60);
      assertThat(change.allFlips()).isEqualTo(60);
      assertThat(change.correctToIncorrect()).isEqualTo(30);
      assertThat(change.incorrectToCorrect()).isEqualTo(30);
      assertThat(change.klDivergence())
          .isPositive()
          .isLessThan(value(result, "choices.klDivergence.mean"));
      assertThat(change.flipRate()).isEqualTo(Rates.clopperPearson(60, 60));
    }
  }

  @Test
  void aLogLikelihoodThatIsNotANumberIsNoAnswer() {
    assertThatThrownBy(
            () -> result(List.of(item("q7", 0, 2)), new double[][] {{-1, Double.NaN}}, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("item q7 has a log-likelihood that is not a number");
  }

  private static ChoicesResult replication(String benchmark, String model, String precision)
      throws IOException {
    String gold = answers(benchmark, "gold", "-");
    List<ChoiceItem> items =
        IntStream.range(0, gold.length())
            .mapToObj(i -> item("i" + i, gold.charAt(i) - 'A', 4))
            .toList();
    return result(
        items,
        answered(answers(benchmark, model, precision)),
        answered(answers(benchmark, model, "fp16")));
  }

  private static String answers(String... line) throws IOException {
    String start = String.join(" ", line) + " ";
    return lines("replication-answers.txt").stream()
        .filter(l -> l.startsWith(start))
        .map(l -> l.substring(start.length()))
        .findFirst()
        .orElseThrow();
  }

  private static double[][] answered(String letters) {
    double[][] values = new double[letters.length()][4];
    for (int i = 0; i < values.length; i++) {
      Arrays.fill(values[i], -2);
      values[i][letters.charAt(i) - 'A'] = -1;
    }
    return values;
  }

  private static ChoicesResult arc() throws IOException {
    List<ChoiceItem> items = new ArrayList<>();
    List<double[]> baseline = new ArrayList<>();
    List<double[]> subject = new ArrayList<>();
    for (String line : lines("lm-eval-arc.txt")) {
      String[] parts = line.split("\\|");
      List<String> choices =
          Arrays.stream(parts[1].split(" ")).map(n -> "x".repeat(Integer.parseInt(n))).toList();
      items.add(
          new ChoiceItem(
              "i" + items.size(), "?", choices, Integer.parseInt(parts[0]), List.of(), false));
      baseline.add(numbers(parts[2]));
      subject.add(numbers(parts[3]));
    }
    return result(items, subject.toArray(double[][]::new), baseline.toArray(double[][]::new));
  }

  private static double[] numbers(String line) {
    return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = ChoicesResultTest.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private static ChoiceItem item(String id, int answer, int choices) {
    return new ChoiceItem(
        id,
        "?",
        IntStream.range(0, choices).mapToObj(j -> "choice " + j).toList(),
        answer,
        List.of(),
        false);
  }

  private static List<ChoiceItem> items(int n) {
    return IntStream.range(0, n).mapToObj(i -> item("i" + i, i % 4, 4)).toList();
  }

  private static double[][] random(Random random, int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> random.doubles(4, -5, 0).toArray())
        .toArray(double[][]::new);
  }

  private static ChoicesResult result(
      List<ChoiceItem> items, double[][] subject, double @Nullable [][] baseline) {
    return new ChoicesResult(
        items,
        side(new ModelAnswers(items, subject)),
        baseline == null ? null : side(new ModelAnswers(items, baseline)),
        null,
        List.of());
  }

  private static ModelSide side(ModelAnswers answers) {
    return new ModelSide(answers, new Boundaries(new BitSet(), new BitSet()));
  }

  private static Figure figure(ChoicesResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static double value(ChoicesResult result, String metric) {
    return figure(result, metric).value();
  }
}
