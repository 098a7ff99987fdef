package org.modelassay.flips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.measure.TextRule;
import org.modelassay.measure.VocabularyModel;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

class ChoicesMeasureTest {
  private static final List<String> PIECES =
      List.of("<s>", "Q", ":", " ", " yes", " no", "yes", "no", "\n", ": y", "es");
  private static final VocabularyModel PLAIN =
      new VocabularyModel("plain", 8, OptionalInt.empty(), -1, PIECES);
  private static final VocabularyModel WITH_BOS =
      new VocabularyModel("bos", 8, OptionalInt.of(0), -1, PIECES);
  private static final VocabularyModel OTHER =
      new VocabularyModel(
          "other",
          8,
          OptionalInt.empty(),
          -1,
          Stream.concat(PIECES.stream(), Stream.of("QQ")).toList());

  private final Path folder;

  ChoicesMeasureTest(@TempDir Path folder) {
    this.folder = folder;
  }

  // How question and choice are cut: TemplateLM._encode_pair of lm-evaluation-harness 0.4.13.

  @Test
  void oneSpaceJoinsQuestionAndChoiceAndTheChoiceIsScored() throws IOException {
    assertThat(sequences(PLAIN, "QQ", "yes", "no"))
        .containsExactly(
            new TokenSequence("i/0", new int[] {1, 1, 4}, 0, 2),
            new TokenSequence("i/1", new int[] {1, 1, 5}, 0, 2));
  }

  @Test
  void whiteSpaceThatEndsTheQuestionBelongsToTheChoice() throws IOException {
    // "Q" + "\n  yes": what is scored begins at the line end.
    assertThat(sequences(PLAIN, "Q\n ", "yes", "no"))
        .containsExactly(
            new TokenSequence("i/0", new int[] {1, 8, 3, 4}, 0, 1),
            new TokenSequence("i/1", new int[] {1, 8, 3, 5}, 0, 1));
  }

  @Test
  void theTokenInFrontIsPrefixAndNotScored() throws IOException {
    assertThat(sequences(WITH_BOS, "QQ", "yes", "no").get(0))
        .isEqualTo(new TokenSequence("i/0", new int[] {0, 1, 1, 4}, 1, 3));
  }

  @Test
  void theTokenInFrontIsNotDoubledWhenTheQuestionBeginsWithIt() throws IOException {
    assertThat(sequences(WITH_BOS, "<s>QQ", "yes", "no").get(0))
        .isEqualTo(new TokenSequence("i/0", new int[] {0, 1, 1, 4}, 1, 3));
    assertThat(sequences(PLAIN, "<s>QQ", "yes", "no").get(0))
        .isEqualTo(new TokenSequence("i/0", new int[] {0, 1, 1, 4}, 0, 3));
  }

  @Test
  void withoutAQuestionTheTokenInFrontPredictsTheChoice() throws IOException {
    assertThat(sequences(WITH_BOS, "", "yes", "no").get(0))
        .isEqualTo(new TokenSequence("i/0", new int[] {0, 4}, 1, 1));
    assertThat(sequences(WITH_BOS, " ", "yes", "no").get(0))
        .isEqualTo(new TokenSequence("i/0", new int[] {0, 3, 4}, 1, 1));
  }

  @Test
  void withoutQuestionAndTokenInFrontNothingPredictsTheChoice() throws IOException {
    assertThatThrownBy(() -> sequences(PLAIN, "", "yes", "no"))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            folder.resolve("task.jsonl")
                + ":1: item i has no question and the tokenizer of plain puts no token in front;"
                + " expected at least one token before a choice, which predicts its first; write a"
                + " question");
  }

  @Test
  void withoutAQuestionTheEndTokenOfATokenizerWithoutABeginningPredictsTheChoice()
      throws IOException {
    var model = new VocabularyModel("m", 8, OptionalInt.empty(), 0, PIECES);

    assertThat(sequences(model, "", "yes", "no").get(0))
        .isEqualTo(new TokenSequence("i/0", new int[] {0, 4}, 1, 1));
    // A question of white space alone is one, and nothing stands in front of it.
    assertThatThrownBy(() -> sequences(model, " ", "yes", "no"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("item i has no question");
  }

  @Test
  void aTokenAcrossTheJoinIsCounted() throws IOException {
    // "Q:" is [Q][:], but "Q: yes" is [Q][: y][es]: two tokens are taken off, [es] is scored.
    assertThat(sequences(PLAIN, "Q:", "yes", "no"))
        .containsExactly(
            new TokenSequence("i/0", new int[] {1, 9, 10}, 0, 2),
            new TokenSequence("i/1", new int[] {1, 2, 5}, 0, 2));

    ChoicesResult result = FakeAnswers.result(plan("Q:", PLAIN, null), s -> -1, s -> -1);
    assertThat(figure(result, "choices.tokensAcrossJoin").value()).isEqualTo(1);
    ChoicesResult clean = FakeAnswers.result(plan("Q", PLAIN, PLAIN), s -> -1, s -> -1);
    assertThat(figure(clean, "choices.tokensAcrossJoin").value()).isEqualTo(0);
    assertThat(figure(clean, "choices.tokensAcrossJoin").baseline()).isEqualTo(0);
  }

  @Test
  void aChoiceThatTheJoinSwallowsCannotBeScored() {
    var model =
        new VocabularyModel(
            "m",
            8,
            OptionalInt.empty(),
            -1,
            List.of("N", "Y", "New", " York", "New York", " Jersey"));

    assertThatThrownBy(() -> sequences(model, "New", "Jersey", "York"))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            folder.resolve("task.jsonl")
                + ":1: the tokenizer of m joins choice 1 of item i (York) to the question so that"
                + " no token of its own is left; expected at least one to score; end the question"
                + " where a word ends");
  }

  @Test
  void nothingIsTruncated() throws IOException {
    assertThat(sequences(PLAIN, "QQQQQQQ", "yes", "no").get(0).length()).isEqualTo(8);

    assertThatThrownBy(() -> sequences(PLAIN, "QQQQQQQQ", "yes", "no"))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            folder.resolve("task.jsonl")
                + ":1: item i with choice 0 has 9 tokens; expected at most 8, the context"
                + " length of plain; shorten the item or take it out");
    var shortBaseline = new VocabularyModel("short", 3, OptionalInt.empty(), -1, PIECES);
    assertThatThrownBy(() -> plan("QQQQQ", PLAIN, shortBaseline))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("item i with choice 0 has 6 tokens; expected at most 3")
        .hasMessageContaining("the context length of short");
  }

  // What is asked of the models.

  @Test
  void modelsOfOneTokenizerShareTheSequences() throws IOException {
    Measure.Plan<ChoicesResult> same = plan("Q", PLAIN, PLAIN);

    assertThat(scoring(same.ofSubject()).sequences())
        .isSameAs(scoring(same.ofBaseline()).sequences());
    assertThat(scoring(same.ofSubject()).probes())
        .isEqualTo(Set.of(new Probe.Targets(), new Probe.Divergence(), new Probe.Distances()));
    assertThat(scoring(same.ofBaseline()).probes()).isEqualTo(Set.of(new Probe.Targets()));
    assertThat(scoring(plan("Q", PLAIN, null).ofSubject()).probes())
        .isEqualTo(Set.of(new Probe.Targets()));
    assertThat(plan("Q", PLAIN, null).ofBaseline()).isEmpty();
  }

  @Test
  void theVocabularyIsComparedWhereAnAnswersFirstTokenIsPredicted() throws IOException {
    // A sequence of "yesno" has two targets: of item a they are 0 and 1, then 2 of "no"; b begins
    // with target 3. Each target's divergence is its number.
    Path file =
        Files.writeString(
            folder.resolve("two.jsonl"),
            line("a", "Q", "yesno", "no") + line("b", "QQ", "yes", "no"));

    ChoicesResult result =
        FakeAnswers.result(new ChoicesMeasure(file, 0).plan(PLAIN, PLAIN), s -> -1, s -> -1);

    assertThat(figure(result, "choices.vocabulary.klDivergence.mean").value()).isEqualTo(1.5);
    assertThat(figure(result, "choices.vocabulary.klDivergenceToBaseline.mean").value())
        .isEqualTo(1.5);
    assertThat(figure(result, "choices.topTokenAgreement").value()).isEqualTo(1);
    assertThat(result.details().notes()).isEmpty();
  }

  // What may be compared.

  @Test
  void modelsThatBeginTextsInDifferentWaysAreRefused() {
    assertThatThrownBy(() -> plan("Q", PLAIN, WITH_BOS))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "task.jsonl: plain and its baseline bos cannot be compared: BOS is <bos> in the"
                + " baseline, none in the candidate; expected one rule for both, or its effect is"
                + " taken for the weights'; give the candidate the baseline's tokenizer files, or"
                + " say allowDifferent = TextRule.BOS");
  }

  @Test
  void modelsThatCutTextsInDifferentWaysAreRefused() {
    assertThatThrownBy(() -> plan("QQ", OTHER, PLAIN))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(
            "task.jsonl: other and its baseline plain cannot be compared: TOKENIZER is [<s>, Q, :,")
        .hasMessageContaining(
            " in the candidate: i/0 is [1, 1, 4] and [11, 4] from its token 1 on; expected one"
                + " rule for both")
        .hasMessageEndingWith("or say allowDifferent = TextRule.TOKENIZER");
  }

  @Test
  void tokenizersThatCutTheTaskAlikeAreOne() throws IOException {
    // The other tokenizer differs by a piece that this task never meets.
    Measure.Plan<ChoicesResult> plan = plan("Q", OTHER, PLAIN);

    assertThat(scoring(plan.ofSubject()).sequences().digest())
        .isEqualTo(scoring(plan.ofBaseline()).sequences().digest());
    assertThat(FakeAnswers.result(plan, s -> -1, s -> -1).details().notes())
        .containsExactly(
            "Divergence over the vocabulary and top-token agreement are missing: the vocabularies"
                + " differ in size, 11 and 12.");
  }

  @Test
  void whatIsAllowedToDifferIsComparedByItsChoicesAndSaid() throws IOException {
    var measure =
        new ChoicesMeasure(
            task("QQ", "yes", "no"), 0, -1, Set.of(TextRule.BOS, TextRule.TOKENIZER));
    Measure.Plan<ChoicesResult> plan = measure.plan(OTHER, WITH_BOS);

    ChoicesResult result = FakeAnswers.result(plan, s -> -1, s -> -2);

    assertThat(measure.settings()).containsEntry("allowDifferent", "TOKENIZER, BOS");
    assertThat(scoring(plan.ofSubject()).probes()).isEqualTo(Set.of(new Probe.Targets()));
    assertThat(result.details().notes())
        .satisfiesExactly(
            note ->
                assertThat(note)
                    .startsWith("Allowed to differ: TOKENIZER is")
                    .endsWith("i/0 is [1, 1, 4] and [11, 4] from its token 1 on."),
            note ->
                assertThat(note)
                    .isEqualTo(
                        "Allowed to differ: BOS is <bos> in the baseline, none in the candidate."),
            note -> assertThat(note).endsWith("the vocabularies differ in size, 11 and 12."));
    assertThat(result.figures())
        .extracting(f -> f.metric().name())
        .contains("choices.klDivergence.mean")
        .doesNotContain("choices.vocabulary.klDivergence.mean", "choices.topTokenAgreement");
    assertThatThrownBy(
            () ->
                new ChoicesMeasure(task("QQ", "yes", "no"), 0, -1, Set.of(TextRule.BOS))
                    .plan(OTHER, WITH_BOS))
        .hasMessageContaining("TOKENIZER is");
  }

  @Test
  void theTokenInFrontSpeltOutByTheTaskIsCountedAndSaid() throws IOException {
    var model =
        new VocabularyModel(
            "m", 20, OptionalInt.of(0), -1, List.of("<s>", "<bos>", "Q", " yes", " no"));

    ChoicesResult result = FakeAnswers.result(plan("<bos>Q", model, null), s -> -1, s -> -1);

    assertThat(figure(result, "choices.bosInText").value()).isEqualTo(1);
    assertThat(result.details().notes())
        .containsExactly(
            "One item begins with the text of the beginning-of-sequence token of m. It is read as"
                + " text, behind the token that the tokenizer puts in front; take it out of the"
                + " task.");
    assertThat(
            figure(
                FakeAnswers.result(plan("Q", model, null), s -> -1, s -> -1), "choices.bosInText"))
        .extracting(Figure::value)
        .isEqualTo(0.0);
  }

  @Test
  void theTokensOfAChoiceAreSummed() throws IOException {
    // Choice 0 is three tokens behind the question, choice 1 two: 3 x -1 < 2 x -1.2.
    Measure.Plan<ChoicesResult> plan = plan("Q\n ", PLAIN, null, "yesno", "noes");

    ChoicesResult result = FakeAnswers.result(plan, s -> s.id().equals("i/0") ? -1 : -1.2, s -> 0);

    assertThat(scoring(plan.ofSubject()).sequences().scored()).isEqualTo(8);
    assertThat(result.accuracy()).isEqualTo(1);
    assertThat(result.details().answers()).isEqualTo("A");
  }

  // Settings and data.

  @Test
  void theFirstItemsAreTheWholeTaskOfTheMeasure() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("two.jsonl"),
            line("a", "Q", "yes", "no") + line("b", "QQ", "yes", "no"));
    Path one = Files.writeString(folder.resolve("one.jsonl"), line("a", "Q", "yes", "no"));
    var first = new ChoicesMeasure(file, 1);
    var all = new ChoicesMeasure(file, 0);

    assertThat(first.dataDigest())
        .isEqualTo(new ChoicesMeasure(one, 0).dataDigest())
        .isNotEqualTo(all.dataDigest());
    assertThat(scoring(first.plan(PLAIN, null).ofSubject()).sequences().sequences()).hasSize(2);
    assertThat(scoring(all.plan(PLAIN, null).ofSubject()).sequences().sequences()).hasSize(4);
    assertThat(first.settings())
        .containsExactly(
            entry("task", file.toString()),
            entry("items", "first 1"),
            entry(
                "noise",
                "a sixteenth of the items, 8 to 32, of the baseline again, by passes of half the size"),
            entry("delimiter", "one space, or what a task file says"),
            entry("answer", "largest summed log-likelihood, first of equals"),
            entry("allowDifferent", "nothing"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ChoicesMeasure(file, -1))
        .withMessage("items is -1; expected 0 for all, or how many are taken");
  }

  @Test
  void theOrderOfTheFileChangesNothing() throws IOException {
    String a = line("a", "Q", "yes", "no");
    String b = line("b", "QQ", "yes", "no");
    String c = line("c", "Q:", "yes", "no");
    ToDoubleFunction<TokenSequence> uneven = s -> -0.1 * s.id().hashCode() / 7;
    var results = new ArrayList<ChoicesResult>();
    var digests = new HashSet<String>();
    for (String content : List.of(a + b + c, c + a + b, b + c + a)) {
      var measure =
          new ChoicesMeasure(Files.writeString(folder.resolve("order.jsonl"), content), 0);
      Measure.Plan<ChoicesResult> plan = measure.plan(PLAIN, PLAIN);
      digests.add(measure.dataDigest() + scoring(plan.ofSubject()).sequences().digest());
      results.add(FakeAnswers.result(plan, uneven, s -> 2 * uneven.applyAsDouble(s)));
    }

    assertThat(digests).hasSize(1);
    assertThat(results.get(1).figures()).isEqualTo(results.get(0).figures());
    assertThat(results.get(2).figures()).isEqualTo(results.get(0).figures());
    assertThat(results.get(2).details()).isEqualTo(results.get(0).details());
  }

  @Test
  void aTaskFilesHeaderAndDelimiterAreThere() throws IOException {
    Files.writeString(folder.resolve("docs.jsonl"), "{\"id\": \"i\", \"q\": \"Q\", \"a\": 0}");
    Path file =
        Files.writeString(
            folder.resolve("task.yaml"),
            """
            task: t
            dataset_path: json
            dataset_kwargs: {data_files: {test: docs.jsonl}}
            test_split: test
            output_type: multiple_choice
            description: "Q\\n"
            doc_to_text: q
            doc_to_target: a
            doc_to_choice: ["yes", "no"]
            target_delimiter: ""
            """);

    assertThat(
            scoring(new ChoicesMeasure(file, 0).plan(PLAIN, null).ofSubject())
                .sequences()
                .sequences())
        .containsExactly(
            new TokenSequence("i/0", new int[] {1, 8, 1, 6}, 0, 3),
            new TokenSequence("i/1", new int[] {1, 8, 1, 7}, 0, 3));
  }

  @Test
  void oneContinuationIsRightWhenTheMostLikelyTokensGiveIt() throws IOException {
    // Of the fake reading, every second target's most likely token is 1, the others' 0.
    Files.writeString(
        folder.resolve("docs.jsonl"),
        "{\"id\": \"a\", \"q\": \"Q\", \"a\": \"<s>Q\"}%n".formatted()
            + "{\"id\": \"b\", \"q\": \"Q\", \"a\": \"<s>:\"}%n".formatted());
    Path file =
        Files.writeString(
            folder.resolve("task.yaml"),
            """
            task: t
            dataset_path: json
            dataset_kwargs: {data_files: {test: docs.jsonl}}
            test_split: test
            output_type: loglikelihood
            doc_to_text: q
            doc_to_target: a
            should_decontaminate: true
            """);

    ChoicesResult result =
        FakeAnswers.result(new ChoicesMeasure(file, 0).plan(PLAIN, PLAIN), s -> -1, s -> -2);

    assertThat(result.details().answers())
        .isEqualTo("AB")
        .isEqualTo(result.details().baselineAnswers());
    assertThat(result.accuracy()).isEqualTo(0.5).isEqualTo(result.accuracyNormalized());
    assertThat(result.flips().all()).isEmpty();
    Figure perplexity = figure(result, "choices.perplexity");
    assertThat(perplexity.value()).isEqualTo(Math.exp(2));
    assertThat(perplexity.baseline()).isEqualTo(Math.exp(4));
    assertThat(result.details().notes()).contains("t: should_decontaminate has no effect");
    // Bernoulli: p = e^-4 of the baseline against e^-2.
    double p = Math.exp(-4);
    double q = Math.exp(-2);
    assertThat(figure(result, "choices.klDivergence.mean").value())
        .isCloseTo(p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q)), within(1e-15));
  }

  @Test
  void everyFigureIsOfAListedMetric() throws IOException {
    var measure = new ChoicesMeasure(task("Q", "yes", "no"), 0);

    List<Metric> figures =
        FakeAnswers.result(measure.plan(PLAIN, PLAIN), s -> -1, s -> -2).figures().stream()
            .map(Figure::metric)
            .toList();

    assertThat(measure.metrics()).containsAll(figures);
    assertThat(measure.metrics()).extracting(Metric::name).doesNotHaveDuplicates();
    assertThat(measure.metrics()).allMatch(m -> m.name().startsWith(measure.kind() + "."));
  }

  private List<TokenSequence> sequences(TextModel model, String question, String... choices)
      throws IOException {
    return scoring(plan(question, model, null, choices).ofSubject()).sequences().sequences();
  }

  private Measure.Plan<ChoicesResult> plan(
      String question, TextModel subject, @Nullable TextModel baseline) throws IOException {
    return plan(question, subject, baseline, "yes", "no");
  }

  private Measure.Plan<ChoicesResult> plan(
      String question, TextModel subject, @Nullable TextModel baseline, String... choices)
      throws IOException {
    return new ChoicesMeasure(task(question, choices), 0).plan(subject, baseline);
  }

  private Path task(String question, String... choices) throws IOException {
    return Files.writeString(folder.resolve("task.jsonl"), line("i", question, choices));
  }

  private static String line(String id, String question, String... choices) {
    return "{\"id\": \"%s\", \"question\": \"%s\", \"choices\": [\"%s\"], \"answer\": 0}%n"
        .formatted(id, question.replace("\n", "\\n"), String.join("\", \"", choices));
  }

  private static Request.Scoring scoring(List<Request<?>> requests) {
    List<Request.Scoring> usual =
        requests.stream()
            .map(Request.Scoring.class::cast)
            .filter(request -> !request.halved())
            .toList();
    assertThat(usual).hasSize(1);
    return usual.get(0);
  }

  private static Figure figure(ChoicesResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow();
  }
}
