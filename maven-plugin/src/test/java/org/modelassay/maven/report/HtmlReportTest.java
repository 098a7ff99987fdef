package org.modelassay.maven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.brevity.GenerationDetails;
import org.modelassay.coding.CodingDetails;
import org.modelassay.coding.equalinfo.ContextReset;
import org.modelassay.coding.equalinfo.EqualInfoDetails;
import org.modelassay.coding.equalinfo.WindowRule;
import org.modelassay.coding.equalinfo.analysis.Stability;
import org.modelassay.coding.equalinfo.analysis.TokenMap;
import org.modelassay.coding.equalinfo.analysis.Uniformity;
import org.modelassay.dispersion.DispersionDetails;
import org.modelassay.dispersion.ranking.RankingDetails;
import org.modelassay.flips.ChoicesDetails;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;
import org.modelassay.knnlm.KnnLmDetails;
import org.modelassay.knnlm.Mixing;
import org.modelassay.record.RunRecord;
import org.modelassay.record.RunRecord.CheckRecord;
import org.modelassay.record.RunRecord.Leaf;
import org.modelassay.statistics.Interval;

class HtmlReportTest {

  private static Document parse(RunRecord record) {
    return Jsoup.parse(HtmlReport.page(record, HtmlReport.LARGEST_PAGE));
  }

  private static RunRecord only(String kind, Leaf... leaves) {
    return DemoRecord.run(
        List.of(DemoRecord.check("m", "A check", kind, Map.of(), List.of(leaves))));
  }

  private static CodingDetails.DocumentFigures document(
      String id, double bitsPerByte, @Nullable Double baseline) {
    return new CodingDetails.DocumentFigures(
        id,
        3,
        2,
        modelFigures(bitsPerByte),
        baseline == null ? null : modelFigures(baseline),
        baseline,
        0.5,
        0.6,
        null);
  }

  private static CodingDetails.ModelFigures modelFigures(double bitsPerByte) {
    return new CodingDetails.ModelFigures(1, bitsPerByte, 1.61, 9.2, 0.13, 0.4, 0.2, 0.3333);
  }

  private static Leaf with(
      Leaf leaf, RunRecord.Status status, @Nullable String failure, String error) {
    return new Leaf(
        leaf.candidate(),
        leaf.dtype(),
        status,
        leaf.seconds(),
        leaf.figures(),
        leaf.verdicts(),
        failure,
        error,
        leaf.details());
  }

  @Nested
  class Verdicts {
    @Test
    void standFirstWithEveryReason() {
      Document page = parse(DemoRecord.resumes());

      assertThat(page.expectFirst("h1").text())
          .isEqualTo("Failed 2 limits broken, 1 figure regressed, 1 assertion failed, 1 error");
      assertThat(page.expectFirst("header.top").text()).startsWith("Assay Failed");
      assertThat(page.select(".reasons li").eachText())
          .hasSize(5)
          .anySatisfy(
              reason ->
                  assertThat(reason)
                      .contains("次の職種の答えが変わらない", "int4", "choices.flipRate is 4.72\u202F%"))
          .anySatisfy(reason -> assertThat(reason).contains("no such file"));
      // Every reason leads to its section.
      for (Element link : page.select(".reasons a")) {
        assertThat(page.getElementById(link.attr("href").substring(1))).isNotNull();
      }
    }

    @Test
    void ofAGreenRunCountTheLimits() {
      Figure figure = DemoRecord.figure(DemoRecord.FLIP_RATE, 0, 0, 0.01, 360, "items", null);
      Verdict holds = DemoRecord.judged(figure, Bound.AT_MOST, 0.02, "@MaxFlipRate(0.02)", true);
      Document page =
          parse(
              only(
                  "choices",
                  DemoRecord.leaf("int8", List.of(figure), List.of(holds, holds), null)));

      assertThat(page.expectFirst("h1").text()).isEqualTo("Passed all 2 limits hold");
      assertThat(page.select(".reasons")).isEmpty();
    }

    @Test
    void standBesideWhatChanceGives() {
      Document page = parse(DemoRecord.resumes());

      assertThat(page.select("#drops tbody tr").eachText())
          .containsExactly(
              "次の職種の答えが変わらない int4 choices.accuracyDrop.pValue 0.0041 0.0082 0.0082 ↓ worse",
              "次の職種の答えが変わらない int8 choices.accuracyDrop.pValue 0.62 0.62 0.62 ? open");
      for (Element link : page.select("#drops a")) {
        assertThat(page.getElementById(link.attr("href").substring(1))).isNotNull();
      }
    }

    @Test
    void ofAPartSaySoAndFiguresShowTheirNoise() {
      Figure figure =
          DemoRecord.figure(DemoRecord.FLIP_RATE, 0, 0, 0.01, 128, "items of 1000", null)
              .withFloor(0.0025);
      Leaf leaf = DemoRecord.leaf("int8", List.of(figure), List.of(), null);
      Leaf part =
          new Leaf(
              leaf.candidate(),
              leaf.dtype(),
              leaf.status(),
              leaf.seconds(),
              leaf.figures(),
              leaf.verdicts(),
              null,
              null,
              null,
              true);
      Document page = parse(only("choices", part));

      assertThat(page.expectFirst(".leaf-body").text()).startsWith("Stopped early");
      assertThat(page.expectFirst(".figures td").text()).contains("noise 0.25\u202F%");
      assertThat(parse(only("choices", leaf)).text()).doesNotContain("Stopped early");
    }

    @Test
    void ofAllCandidatesTogetherStandUnderTheFigures() {
      Figure figure = DemoRecord.figure(DemoRecord.FLIP_RATE, 0, 0, 0.01, 360, "items", null);
      Figure rank =
          new Figure(
              DemoRecord.metric(
                  "choices.flipRate.withKlDivergence",
                  "correlation",
                  Direction.NEITHER,
                  true,
                  "Spearman"),
              0.8,
              null,
              4,
              "candidates",
              null);
      CheckRecord check =
          DemoRecord.check(
              "m",
              "A check",
              "choices",
              Map.of(),
              List.of(DemoRecord.leaf("int8", List.of(figure), List.of(), null)));
      CheckRecord ranked =
          new CheckRecord(
              check.spec(),
              check.specDisplayName(),
              check.method(),
              check.displayName(),
              check.kind(),
              check.tags(),
              check.settings(),
              check.dataDigest(),
              check.leaves(),
              List.of(rank));

      assertThat(
              parse(DemoRecord.run(List.of(ranked))).expectFirst("article.check dl.pairs").text())
          .isEqualTo("choices.flipRate.withKlDivergence 0.8 n = 4 candidates; Spearman");
    }

    @Test
    void ofARunWithoutChecksAreNoPass() {
      Document page = parse(DemoRecord.run(List.of()));

      assertThat(page.expectFirst("h1").text()).isEqualTo("Nothing no check ran");
      assertThat(page.text()).contains("A run without checks is no pass");
    }

    @Test
    void ofErrorsAloneAreErrorsAndNoBreaches() {
      Leaf leaf = DemoRecord.leaf("int8", List.of(), List.of(), null);
      Document page =
          parse(only("coding", with(leaf, RunRecord.Status.ERROR, null, "no such file")));

      assertThat(page.expectFirst("h1").text()).isEqualTo("Error 1 error");
    }

    @Test
    void tellAFigureFromItsLimitHoweverNearTheyAre() {
      Figure figure =
          DemoRecord.figure(DemoRecord.LMCR, 0.2000004, Double.NaN, 0, 9, "documents", 0.2);
      Verdict broken = DemoRecord.judged(figure, Bound.AT_MOST, 0.2, "@MaxLmcr(0.2)", false);
      Document page =
          parse(only("coding", DemoRecord.leaf("int8", List.of(figure), List.of(broken), null)));

      assertThat(page.expectFirst(".limits strong").text()).isEqualTo("20.00004\u202F%");
      assertThat(page.expectFirst(".limit-text").text()).isEqualTo("\u2264 20\u202F%");
    }

    @Test
    void drawTheValueOnItsSideOfTheLimit() {
      Document page = parse(DemoRecord.resumes());
      Element broken = page.expectFirst(".limits tr.broken .gauge");

      assertThat(percent(broken, ".value", "cx")).isGreaterThan(percent(broken, ".limit", "x1"));
      assertThat(percent(broken, ".zone", "x")).isEqualTo(percent(broken, ".limit", "x1"));
      assertThat(broken.attr("aria-label"))
          .isEqualTo("4.72\u202F%, interval 2.77 to 7.45\u202F%; at most 2\u202F%");
      // A lower bound forbids the left side.
      Element accuracy = page.expectFirst(".limits tr:contains(MinAccuracy) .gauge");
      assertThat(percent(accuracy, ".zone", "x")).isZero();
      assertThat(percent(accuracy, ".value", "cx"))
          .isGreaterThan(percent(accuracy, ".limit", "x1"));
    }

    private static double percent(Element gauge, String part, String attribute) {
      return Double.parseDouble(gauge.expectFirst(part).attr(attribute).replace("%", ""));
    }
  }

  @Nested
  class DrillDowns {
    @Test
    void showAFlipWithBothModelsProbabilities() {
      Element flip = parse(DemoRecord.resumes()).expectFirst(".leaf.broken .flip");

      assertThat(flip.select(".tag").eachText()).containsExactly("right \u2192 wrong", "critical");
      assertThat(flip.expectFirst(".question").text()).contains("病棟での夜勤");
      assertThat(flip.expectFirst(".question bdi").attr("lang")).isEqualTo("ja");
      assertThat(flip.select("tr.gold").text()).contains("採血と点滴の管理", "right answer");
      assertThat(flip.select("tbody tr").get(2).text())
          .contains("candidate chose", "0.402", "0.522");
      assertThat(flip.select("tbody tr").get(2).select("rect.fill").eachAttr("width"))
          .containsExactly("40.20%", "52.20%");
    }

    @Test
    void keepTheTextOfAStripAsItIs() {
      Element strip = parse(DemoRecord.resumes()).expectFirst(".leaf.broken .tokens");

      assertThat(strip.wholeText()).startsWith("職務経歴書\n氏名：佐藤 葵\n職種：看護師\n");
      assertThat(strip.child(0).attr("title")).matches("[\\d.]+ bits, baseline [\\d.]+, .*nats");
      assertThat(strip.child(0).className()).matches("b[0-5] [rf][0-5] k[0-5]");
    }

    @Test
    void drawLayersWithBothModelsAndHoldTheNumbersInATable() {
      Document page = parse(DemoRecord.resumes());
      Element chart = page.expectFirst(".chart");

      assertThat(chart.select(".point.judged")).hasSize(9);
      assertThat(chart.select(".point.baseline")).hasSize(9);
      assertThat(page.expectFirst("table:contains(Within segments) tbody tr").text())
          .startsWith("0 0.9200 0.9200 0.9080 to 0.9320");
    }

    @Test
    void drawHowFarTokensOfEqualInformationAreFromNoise() {
      Element check = equalInfo("Responsible for ");
      Element chart = check.expectFirst(".chart");

      assertThat(chart.select("polyline.line")).hasSize(4);
      assertThat(chart.select(".noise")).hasSize(1);
      assertThat(chart.select(".spot.s3").eachText()).contains("zlib, 15 bits: 0.18100 bits");
      // A width of 1 bit of AC is no farther from noise than from nothing: it stands on the ground.
      assertThat(chart.expectFirst(".spot.s1").attr("cy")).isEqualTo("214.0");
      assertThat(check.select("table:contains(Values in each partition) tbody tr").eachText())
          .contains("zlib every bit 15 7,812 8 0.14823 0.18100 0.21377")
          .hasSize(5 * (15 + 4));
    }

    @Test
    void showHowTokensStandAnotherBeginning() {
      Element row = equalInfo("the").expectFirst("table.stability tbody tr");

      assertThat(row.select("rect.fill")).hasSize(3);
      assertThat(row.select("rect.fill title").eachText())
          .containsExactly(
              "0.10 to 0.15: 16.67\u202F% of the pairs",
              "0.15 to 0.20: 33.33\u202F% of the pairs", "0.20 to 0.25: 50\u202F% of the pairs");
      assertThat(row.expectFirst("svg").attr("aria-label"))
          .isEqualTo(
              "EqualInfoAC[b=32, v=65536]: median 0.225, 90 % of the pairs from 0.165 to 0.255");
    }

    @Test
    void showWhatTextTokensStandFor() {
      Element check = equalInfo("a\u202Eb\tc\nd");

      assertThat(check.select("table:contains(By chance) tbody tr").eachText())
          .containsExactly(
              "1 911 214 64 61 95.31\u202F% 11.3\u202F%",
              "2 1,702 96 84 9 10.71\u202F% 10.4\u202F%");
      Element example = check.expectFirst("table:contains(Texts of these windows) tbody tr");
      assertThat(example.text())
          .startsWith("1 F0F3 17 with particular strength 9 with 4 years 6")
          .contains("aU+202Eb\u21E5c\u21B5d 2", "3 more");
      assertThat(example.select("b.u").eachText()).containsExactly("U+202E");
    }

    private static Element equalInfo(String text) {
      Leaf leaf = DemoRecord.leaf("c", List.of(), List.of(), DemoRecord.equalInfoDetails(text));
      return parse(only("equalInfo", leaf)).expectFirst(".leaf-body");
    }

    @Test
    void markWhereOutputsPart() {
      Element output = parse(DemoRecord.resumes()).expectFirst(".output-card");

      assertThat(output.select(".common").eachText())
          .containsExactly(
              "内科病棟と救急外来で七年間勤務した看護師。採血、点滴、服薬管理に加え、", "内科病棟と救急外来で七年間勤務した看護師。採血、点滴、服薬管理に加え、");
      assertThat(output.expectFirst(".side.baseline .own").text()).isEqualTo("トリアージと新人指導を任された。");
      assertThat(output.text()).contains("cut at the limit", "first difference at token 22");
    }

    @Test
    void foldALongCommonBeginningSoThatTheDifferenceIsSeen() {
      String same = "x".repeat(9000);
      GenerationDetails details =
          new GenerationDetails(
              List.of(),
              List.of(DemoRecord.output("a", "p", same + "left", 10, false, same + "right", 10, 9)),
              0,
              List.of(10),
              List.of(10),
              "tokens");
      Document page =
          parse(only("generation", DemoRecord.leaf("c", List.of(), List.of(), details)));

      assertThat(page.select(".own").eachText()).containsExactly("right", "left");
      assertThat(page.expectFirst(".output").text()).startsWith("… 8800 equal characters");
    }

    @Test
    void showRightAnswersByFilterAndTheAnswersThatFlipped() {
      GenerationDetails details =
          new GenerationDetails(
              List.of(
                  new GenerationDetails.Score("strict", 4, 1, 2, 1, 0, 1, null, null),
                  new GenerationDetails.Score("flexible", 4, 3, 3, 0, 0, 0, null, null)),
              List.of(
                  new GenerationDetails.Output(
                      "gsm#0",
                      "How many?",
                      List.of("sums"),
                      true,
                      List.of("#### 18", "eighteen"),
                      "#### 17",
                      3,
                      false,
                      "#### 18",
                      3,
                      6,
                      List.of(
                          new GenerationDetails.Answer("17", false, "18", true),
                          new GenerationDetails.Answer("[invalid]", false, "[invalid]", false)),
                      "CORRECT_TO_INCORRECT")),
              3,
              List.of(3, 3, 3, 3),
              List.of(3, 3, 3, 3),
              "characters");
      Document page =
          parse(only("generation", DemoRecord.leaf("c", List.of(), List.of(), details)));

      assertThat(page.select("table.compact tbody tr").eachText())
          .contains("strict 50\u202F% 25\u202F% 1 1 0 1", "flexible 75\u202F% 75\u202F% 0 0 0 0");
      Element output = page.expectFirst(".output-card");
      assertThat(output.select("summary .tag").eachText())
          .containsExactly("right → wrong", "critical", "differs");
      assertThat(output.select(".answers tbody tr").eachText())
          .containsExactly("strict 18 right 17 wrong", "flexible [invalid] wrong [invalid] wrong");
      assertThat(output.text())
          .contains("References", "eighteen", "sums", "first difference at character 6");
    }

    @Test
    void showAllFiguresOfADocumentBesideTheBaselinesAndTheCompressors() {
      CodingDetails coding =
          new CodingDetails(
              List.of(document("cv-7", 1.07, 1.02)), 0, List.of(), null, null, 3, null, List.of());
      Element leaf =
          parse(only("coding", DemoRecord.leaf("int4", List.of(), List.of(), coding)))
              .expectFirst(".leaf");

      assertThat(leaf.select("[aria-label=All figures of each document] tbody tr").eachText())
          .containsExactly(
              "cv-7 2 baseline 1 1.0200 1.6100 9.2000 0.1300 0.4000 0.2000 0.3333 0.5000 0.6000",
              "cv-7 2 candidate 1 1.0700 1.6100 9.2000 0.1300 0.4000 0.2000 0.3333 0.5000 0.6000");
      // Where not every token is coded there is no stream to speak of.
      assertThat(leaf.select(".card").eachText()).containsExactly("3\u202FB of text");
    }

    @Test
    void sayWhereAProofFailed() {
      var proof = new CodingDetails.RoundTrip(1, 9, 3, false, 20.5, 20.25, "document d, token 6");
      CodingDetails coding =
          new CodingDetails(List.of(), 0, List.of(), proof, 3L, 9, 0.5, List.of());
      Element card =
          parse(only("coding", DemoRecord.leaf("int4", List.of(), List.of(), coding)))
              .expectFirst(".card.worse");

      assertThat(card.text()).contains("Not identical", "+0.250", "document d, token 6");
    }

    @Test
    void needNoBaseline() {
      CodingDetails.Token token = new CodingDetails.Token("語", 3.2, null, null);
      CodingDetails coding =
          new CodingDetails(
              List.of(document("d", 1.07, null)),
              0,
              List.of(new CodingDetails.Strip("d", List.of(token), 0)),
              null,
              2L,
              3,
              0.5,
              List.of());
      Document page =
          parse(
              DemoRecord.run(
                  List.of(
                      DemoRecord.check(
                          "a",
                          "Codes",
                          "coding",
                          Map.of(),
                          List.of(DemoRecord.leaf("", List.of(), List.of(), coding))),
                      DemoRecord.check(
                          "b",
                          "Writes",
                          "generation",
                          Map.of(),
                          List.of(
                              DemoRecord.leaf(
                                  "",
                                  List.of(),
                                  List.of(),
                                  DemoRecord.generationDetails(false)))))));

      assertThat(page.select(".leaf-name").eachText()).containsOnly("model alone");
      assertThat(page.expectFirst(".tokens span").className()).isEqualTo("b2");
      assertThat(page.select(".side.baseline, .bar.baseline")).isEmpty();
      assertThat(page.text()).contains("There was no candidate", "Outputs by length in tokens");
    }

    @Test
    void areLeftOutForAKindThatIsNotKnown() {
      Figure figure = DemoRecord.figure(DemoRecord.BITS, 1, 0.9, 1.1, 64, "documents", null);
      Document page =
          parse(only("weather", DemoRecord.leaf("c", List.of(figure), List.of(), Map.of("a", 1))));

      assertThat(page.expectFirst(".figures").text()).contains("coding.bitsPerByte");
    }

    @Test
    void sayWhenTheirShapeCannotBeRead() {
      Document page =
          parse(
              only("choices", DemoRecord.leaf("c", List.of(), List.of(), Map.of("items", "many"))));

      assertThat(page.expectFirst(".leaf-body").text())
          .contains("have a shape that this version cannot show");
    }

    @Test
    void bearEmptyListsAndNumbersThatAreNone() {
      Figure nan =
          DemoRecord.figure(DemoRecord.BITS, Double.NaN, Double.NaN, 0, 0, "documents", Double.NaN);
      Verdict broken = DemoRecord.judged(nan, Bound.AT_MOST, 1, "@MaxBitsPerByte(1)", false);
      RunRecord record =
          DemoRecord.run(
              List.of(
                  check(
                      "choices",
                      new ChoicesDetails(0, 0, 0, "", "", null, List.of(), 0, List.of(), List.of()),
                      nan,
                      broken),
                  check(
                      "coding",
                      new CodingDetails(
                          List.of(), 0, List.of(), null, 0L, 0, Double.NaN, List.of()),
                      nan,
                      broken),
                  check("equalInfo", emptyEqualInfo(), nan, broken),
                  check(
                      "knnLm",
                      new KnnLmDetails(
                          1,
                          1,
                          1,
                          Double.NaN,
                          "1",
                          "1",
                          List.of(
                              new KnnLmDetails.State(
                                  "1", Double.NaN, 2.5, 0.5, null, null, List.of(), null))),
                      nan,
                      broken),
                  check("dispersion", new DispersionDetails(0, 0, List.of(), null), nan, broken),
                  check(
                      "dispersion",
                      new DispersionDetails(
                          1,
                          1,
                          List.of(
                              new DispersionDetails.Layer(
                                  0,
                                  "0",
                                  Double.NaN,
                                  null,
                                  Double.NaN,
                                  null,
                                  null,
                                  Double.NaN,
                                  Double.NaN,
                                  null,
                                  new DispersionDetails.Likeness(
                                      Double.NaN, null, null, null, null),
                                  Double.NaN,
                                  null,
                                  null,
                                  new DispersionDetails.Correlations(
                                      null,
                                      null,
                                      Double.NaN,
                                      null,
                                      null,
                                      null,
                                      List.of(Double.NaN)),
                                  null),
                              new DispersionDetails.Layer(
                                  1, "1", 0.5, null, 0.5, null, null, null, null, null, null, null,
                                  null, null, null, null)),
                          new DispersionDetails.Perplexities(
                              2,
                              List.of(Double.POSITIVE_INFINITY),
                              null,
                              List.of(new DispersionDetails.Point(Double.NaN, 1)))),
                      nan,
                      broken),
                  check(
                      "generation",
                      new GenerationDetails(
                          List.of(), List.of(), 0, List.of(), List.of(), "tokens"),
                      nan,
                      broken)));
      Document page = parse(record);

      assertThat(page.expectFirst("h1").text()).isEqualTo("Failed 7 limits broken");
      assertThat(page.select(".limits td strong").eachText()).containsOnly("not a number");
      assertThat(page.select(".gauge")).isEmpty();
      assertThat(page.text()).contains("A figure that is not a number measured nothing");
      assertThat(page.select("svg [cx=NaN], svg [points*=NaN]")).isEmpty();
    }

    private static EqualInfoDetails emptyEqualInfo() {
      Uniformity.Point none = new Uniformity.Point(1, 0, 1, Double.NaN, Double.NaN, Double.NaN);
      Uniformity.Curve curve = new Uniformity.Curve("none", List.of(none, none), List.of());
      return new EqualInfoDetails(
          16,
          8,
          WindowRule.GREEDY,
          ContextReset.NEVER,
          14,
          1,
          null,
          List.of(),
          List.of(),
          0,
          null,
          0,
          0,
          new Uniformity(0, List.of(curve), curve),
          new Stability("", List.of(), 0, List.of()),
          new TokenMap(0, List.of()),
          List.of());
    }

    private static CheckRecord check(String kind, Object details, Figure figure, Verdict verdict) {
      return DemoRecord.check(
          kind,
          kind,
          kind,
          Map.of(),
          List.of(DemoRecord.leaf("c", List.of(figure), List.of(verdict), details)));
    }
  }

  @Nested
  class HostileText {
    private static final String SCRIPT = "</script><script>alert(1)</script>";
    private static final String ATTRIBUTE = "\" onmouseover=\"alert(1)\" x='";
    private static final String REORDERED = "safe\u202Eelif\u2066\u200B\u2028\u0007\uD800";
    private static final String HOSTILE = SCRIPT + ATTRIBUTE + REORDERED;

    private static RunRecord everywhere() {
      ChoicesDetails.Flip flip =
          DemoRecord.flip(
              HOSTILE,
              HOSTILE,
              List.of(HOSTILE, HOSTILE),
              0,
              0,
              1,
              List.of(0.6, 0.4),
              List.of(0.4, 0.6),
              0.1,
              List.of(HOSTILE),
              true,
              "CORRECT_TO_INCORRECT");
      CodingDetails coding =
          new CodingDetails(
              List.of(document(HOSTILE, 1, 1.0)),
              0,
              List.of(
                  new CodingDetails.Strip(
                      HOSTILE, List.of(new CodingDetails.Token(HOSTILE, 1, 2.0, 0.1)), 0)),
              new CodingDetails.RoundTrip(1, 1, 1, false, 1, 1, HOSTILE),
              1L,
              1,
              0.0,
              List.of(HOSTILE));
      GenerationDetails generation =
          new GenerationDetails(
              List.of(new GenerationDetails.Score(HOSTILE, 1, 0, 1, 1, 0, 0, 0.5, 1.0)),
              List.of(
                  new GenerationDetails.Output(
                      HOSTILE,
                      HOSTILE,
                      List.of(HOSTILE),
                      true,
                      List.of(HOSTILE, HOSTILE),
                      HOSTILE + "a",
                      1,
                      true,
                      HOSTILE + "b",
                      1,
                      0,
                      List.of(new GenerationDetails.Answer(HOSTILE, false, HOSTILE, true)),
                      "CORRECT_TO_INCORRECT")),
              0,
              List.of(1),
              List.of(1),
              "characters");
      Figure figure = DemoRecord.figure(DemoRecord.BITS, 2, 1, 3, 4, HOSTILE, 1.0);
      Verdict verdict =
          new Verdict(Verdict.Status.BROKEN, true, HOSTILE, HOSTILE, figure, 1.0, HOSTILE);
      List<CheckRecord> checks = new ArrayList<>();
      Map<String, Object> details =
          Map.of(
              "choices",
              new ChoicesDetails(
                  1,
                  0,
                  0,
                  "B",
                  "A",
                  null,
                  List.of(flip),
                  0,
                  List.of(DemoRecord.group(HOSTILE, 1, 0, 1, 1, 1)),
                  List.of(HOSTILE)),
              "coding",
              coding,
              "equalInfo",
              DemoRecord.equalInfoDetails(HOSTILE),
              "generation",
              generation);
      for (String kind : List.of("choices", "coding", "equalInfo", "generation")) {
        Leaf leaf = DemoRecord.leaf(HOSTILE, List.of(figure), List.of(verdict), details.get(kind));
        checks.add(
            new CheckRecord(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                HOSTILE,
                kind,
                List.of(HOSTILE),
                Map.of(HOSTILE, HOSTILE),
                HOSTILE,
                List.of(with(leaf, RunRecord.Status.FAILED, HOSTILE, HOSTILE))));
      }
      return new RunRecord(
          1,
          new RunRecord.Tool(HOSTILE, HOSTILE),
          HOSTILE,
          1,
          new RunRecord.Environment(
              HOSTILE, HOSTILE, 1, HOSTILE, HOSTILE, 1, Map.of(HOSTILE, HOSTILE), 1L),
          List.of(
              new RunRecord.Model(
                  HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, 1, HOSTILE, null)),
          List.of(
              new RunRecord.Reading(
                  HOSTILE, HOSTILE, HOSTILE, 1, 1, 1, 1, 1, List.of(HOSTILE), 1, HOSTILE, 1, 1)),
          checks);
    }

    @Test
    void staysTextOnThePage() {
      Document page = parse(everywhere());

      assertThat(page.select("script")).hasSize(1);
      for (Element element : page.getAllElements()) {
        element
            .attributes()
            .forEach(attribute -> assertThat(attribute.getKey()).doesNotStartWith("on"));
      }
      assertThat(page.expectFirst(".question").text()).contains(SCRIPT, "onmouseover=\"alert(1)\"");
    }

    @Test
    void showsWhatCannotBeSeen() {
      String html = HtmlReport.page(everywhere(), HtmlReport.LARGEST_PAGE);
      Document page = Jsoup.parse(html);

      assertThat(html).doesNotContain("\u202E", "\u2066", "\u200B", "\u2028", "\u0007");
      assertThat(page.expectFirst(".question").select("b.u").eachText())
          .containsExactly("U+202E", "U+2066", "U+200B", "U+2028", "U+0007", "U+D800");
    }

    @Test
    void staysTextInTheSummary() {
      String summary = HtmlReport.summary(everywhere());

      assertThat(summary)
          .doesNotContain("<script", "\u202E", "\u2028")
          .contains("<kbd>U+202E</kbd>");
      assertThat(summary).contains("&lt;/script&gt;&lt;script&gt;alert\\(1\\)");
    }

    @Test
    void opensNoCellCallsNobodyAndLinksNowhereInTheSummary() {
      Leaf leaf = DemoRecord.leaf("c", List.of(), List.of(), null);
      String error =
          "a | b\n"
              + "# c @octocat #12 [x](http://e.example) www.e.example `code` ![i](i)"
              + " https://e.example";
      String summary =
          HtmlReport.summary(only("coding", with(leaf, RunRecord.Status.ERROR, null, error)));

      assertThat(summary)
          .contains(
              "a \\| b \\#<!-- --> c @<!-- -->octocat \\#<!-- -->12 \\[x\\]\\(http\\://e.example\\)"
                  + " www\\.e.example \\`code\\` \\!\\[i\\]\\(i\\) https\\://e.example");
    }

    @Test
    void letsAGlyphBeChosenButHidesNothingBehindIt() {
      // 葛󠄀 with its selector is a name as its bearer writes it; a row of selectors is a message.
      StringBuilder shown = new StringBuilder();
      Invisible.show(
          "葛\uDB40\uDD00\uDB40\uDD01",
          shown,
          (codePoint, to) -> to.appendCodePoint(codePoint),
          (codePoint, to) -> to.append('[').append(Invisible.name(codePoint)).append(']'));

      assertThat(shown.toString()).isEqualTo("葛\uDB40\uDD00[U+E0101]");
    }
  }

  @Nested
  class Dispersions {
    @Test
    void showWhatStandsBesideThemByLayer() {
      Document page = Jsoup.parse(HtmlReport.page(DemoRecord.resumes(), HtmlReport.LARGEST_PAGE));
      Element table =
          page.expectFirst("[aria-label=What stands beside the dispersion]").expectFirst("table");
      assertThat(table.select("thead th").eachText())
          .contains("Anisotropy, baseline", "Effective rank", "CKA, debiased", "CKA, plain");
      assertThat(table.expectFirst("tbody tr").select("th, td").eachText())
          .startsWith("0", "0.3000", "0.3000", "40.0", "40.0", "1.0000");
      assertThat(page.select("figcaption").eachText())
          .contains(
              "Within segments: mean pairwise cosine distance by layer",
              "Likeness to the baseline: debiased linear CKA by layer");
    }

    @Test
    void listFiguresOfSingleLayersOnlyWhereALimitIsAboutThem() {
      List<Figure> figures =
          Stream.of("", ".layer0", ".layer-1")
              .map(state -> "dispersion.within" + state)
              .map(
                  name ->
                      DemoRecord.metric(
                          name, "cosine distance", Direction.HIGHER_IS_BETTER, false, "spread"))
              .map(metric -> DemoRecord.figure(metric, 0.5, 0.4, 0.6, 80, "segments", 0.6))
              .toList();
      Verdict limited =
          DemoRecord.judged(
              figures.get(1),
              Bound.AT_LEAST,
              0.3,
              "@MinDispersion(value = 0.3, layer = \"0\")",
              true);
      Leaf leaf = DemoRecord.leaf("c", figures, List.of(limited), DemoRecord.layers(2, 0));
      assertThat(parse(only("dispersion", leaf)).select("table.figures tbody th").eachText())
          .containsExactly(
              "dispersion.withincosine distance", "dispersion.within.layer0cosine distance");
    }

    @Test
    void showThemBesidePerplexityOverGroupsAndOverSegments() {
      Document page = Jsoup.parse(HtmlReport.page(DemoRecord.resumes(), HtmlReport.LARGEST_PAGE));
      Element table =
          page.expectFirst("[aria-label=Correlation of dispersion and perplexity]")
              .expectFirst("table");
      assertThat(table.expectFirst("tbody tr").select("th, td").eachText())
          .containsExactly(
              "0",
              "−0.140",
              "−0.150",
              "8",
              "−0.100",
              "−0.250 to 0.050",
              "−0.110",
              "−0.260 to 0.040");
      Element scatter =
          page.expectFirst("[aria-label=Dispersion of groups of segments by their perplexity]");
      assertThat(scatter.select("circle.speck")).hasSize(80);
      assertThat(scatter.select("circle.judged")).hasSize(8);
      assertThat(scatter.select("circle.baseline")).hasSize(8);
      assertThat(scatter.select("circle.judged title").get(0).text())
          .startsWith("group of perplexity 4.8: 0.9");
      assertThat(scatter.select("text").eachText())
          .contains("5", "10", "20", "perplexity, logarithmic");
      assertThat(page.select("figcaption").eachText())
          .contains(
              "With perplexity, over groups: Pearson's correlation by layer",
              "With perplexity, over segments: Pearson's correlation by layer");
    }
  }

  @Nested
  class Rankings {
    @Test
    void showSlicesWithTheirLabelsAndWhatToReadOfTheLowest() {
      var details =
          new RankingDetails(
              "8",
              250,
              3,
              List.of(slice("law", 0.42, 0.41, 0.55), slice("<b>music", 0.5, 0.5, 0.9)),
              0,
              List.of("latin"),
              List.of(
                  new RankingDetails.Tail(
                      "law", List.of(new RankingDetails.Item("law-7", "Which of the", 0.0)))),
              1.0,
              0.5);
      Document page = parse(only("ranking", DemoRecord.leaf("c", List.of(), List.of(), details)));

      assertThat(page.text())
          .contains(
              "250 items by their states of layer 8, 3 of them in no slice.",
              "Spearman's correlation 1.000, p = 0.5 by permutation",
              "Not ranked, for they have too few items: latin.");
      assertThat(page.select("[aria-label=Slices by dispersion] tbody tr").eachText())
          .containsExactly(
              "law 120 0.4200 0.4000 to 0.4400 0.4100 0.550",
              "<b>music 120 0.5000 0.4800 to 0.5200 0.5000 0.900");
      assertThat(page.select("[aria-label=Slices by dispersion] rect.fill").eachAttr("width"))
          .containsExactly("84.00%", "100.00%");
      assertThat(page.select("[aria-label^=Items nearest] tbody tr").eachText())
          .containsExactly("law-7 Which of the 0.000");
    }

    @Test
    void leaveTheJudgementToTheReaderWithoutLabels() {
      var details =
          new RankingDetails(
              "8",
              250,
              0,
              List.of(slice("law", 0.4, null, null)),
              0,
              List.of(),
              List.of(),
              null,
              null);
      Document page = parse(only("ranking", DemoRecord.leaf("c", List.of(), List.of(), details)));

      assertThat(page.text())
          .contains("There are no labels: read the items")
          .contains("rule of thumb");
      assertThat(page.select("[aria-label=Slices by dispersion] thead th").eachText())
          .containsExactly("Slice", "Items", "Dispersion", "95 % interval");
    }

    private static RankingDetails.Slice slice(
        String name, double dispersion, @Nullable Double before, @Nullable Double label) {
      return new RankingDetails.Slice(
          name,
          120,
          dispersion,
          new Interval(dispersion - 0.02, dispersion + 0.02, 0.95, "jackknife t"),
          before,
          label);
    }
  }

  @Nested
  class Neighbours {
    @Test
    void showEachStateAndHowFarItStandsAboveThePickedOne() {
      var details =
          new KnnLmDetails(
              22528,
              5888,
              23,
              33.677,
              "18.mlpInput",
              "12",
              List.of(
                  state("18.mlpInput", 0.65, 24.5, null),
                  state("12", 0.11, 24.25, new Interval(-0.02, 0.01, 0.95, "BCa bootstrap"))));
      Document page = parse(only("knnLm", DemoRecord.leaf("c", List.of(), List.of(), details)));

      assertThat(page.text()).contains("A datastore of 22,528 keys; 5,888 targets of 23 documents");
      assertThat(page.select("[aria-label=kNN-LM by state] tbody tr").eachText())
          .containsExactly(
              "18.mlpInput picked 0.6500 24.500 −0.3000 −0.3500 to −0.2500 0.25, 0.30 0.988",
              "12 best 0.1100 24.250 −0.3000 −0.3500 to −0.2500 −0.0200 to +0.0100 0.25, 0.30"
                  + " 0.988");
    }

    private static KnnLmDetails.State state(
        String name, double dispersion, double perplexity, @Nullable Interval abovePicked) {
      return new KnnLmDetails.State(
          name,
          dispersion,
          perplexity,
          -0.3,
          new Interval(-0.35, -0.25, 0.95, "BCa bootstrap"),
          abovePicked,
          List.of(new Mixing(10, 0.25), new Mixing(20, 0.3)),
          0.988);
    }
  }

  @Nested
  class OneFile {
    @Test
    void namesNoOtherPlace() {
      String html = HtmlReport.page(DemoRecord.resumes(), HtmlReport.LARGEST_PAGE);
      Document page = Jsoup.parse(html);

      assertThat(html).doesNotContain("http:", "https:", "@import", "url(");
      assertThat(page.select("[src], link, iframe, object, img, base, form")).isEmpty();
      assertThat(page.select("[href]").eachAttr("href")).allMatch(href -> href.startsWith("#"));
    }

    @Test
    void allowsItsOwnStyleAndScriptAlone() throws Exception {
      Document page = parse(DemoRecord.resumes());
      String policy = page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");

      assertThat(policy)
          .contains("default-src 'none'")
          .contains("style-src '" + hash(page.expectFirst("style").data()) + "'")
          .contains("script-src '" + hash(page.expectFirst("script").data()) + "'")
          .doesNotContain("unsafe");
      assertThat(page.select("[style]")).isEmpty();
    }

    private static String hash(String block) throws Exception {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(block.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void hasEachIdOnce() {
      List<String> ids = parse(DemoRecord.resumes()).select("[id]").eachAttr("id");

      assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void cutsLongListsAndSaysSo() {
      List<ChoicesDetails.Flip> flips = Collections.nCopies(5000, DemoRecord.flips().get(0));
      ChoicesDetails details =
          new ChoicesDetails(
              9000, 0, 0, "A".repeat(9000), "B".repeat(9000), null, flips, 7, List.of(), List.of());
      Document page = parse(only("choices", DemoRecord.leaf("c", List.of(), List.of(), details)));

      assertThat(page.select(".flip")).hasSize(100);
      assertThat(page.expectFirst(".leaf-body > .more").text())
          .isEqualTo("… 4907 more in run.json");
      assertThat(page.expectFirst(".card").text()).isEqualTo("5,007 of 9,000 answers changed");
    }

    @Test
    void isNeverLargerThanAsked() {
      ChoicesDetails.Flip longest =
          DemoRecord.flip(
              "i",
              "問".repeat(200_000),
              Collections.nCopies(26, "答".repeat(50_000)),
              0,
              0,
              1,
              Collections.nCopies(26, 0.1),
              Collections.nCopies(26, 0.1),
              0.1,
              List.of(),
              false,
              "WRONG_TO_WRONG");
      ChoicesDetails details =
          new ChoicesDetails(
              100,
              0,
              0,
              "A",
              "B",
              null,
              Collections.nCopies(100, longest),
              0,
              List.of(),
              List.of());
      List<CheckRecord> checks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        checks.add(
            DemoRecord.check(
                "m" + i,
                "Check " + i,
                "choices",
                Map.of(),
                List.of(DemoRecord.leaf("c", List.of(), List.of(), i == 0 ? details : null))));
      }
      RunRecord record = DemoRecord.run(checks);
      int full = length(HtmlReport.page(record, Integer.MAX_VALUE));

      assertThat(full).isGreaterThan(1_000_000);
      for (int largest : new int[] {1_000_000, 200_000, 100_000}) {
        String page = HtmlReport.page(record, largest);
        assertThat(length(page)).isLessThanOrEqualTo(largest);
        assertThat(Jsoup.parse(page).expectFirst("h1").text()).startsWith("Passed");
      }
    }

    private static int length(String page) {
      return page.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void isTheSameForTheSameRecordInEveryLocale(@TempDir Path directory) throws Exception {
      Locale before = Locale.getDefault();
      try {
        for (Locale locale : List.of(Locale.US, Locale.GERMANY, new Locale("ar", "EG"))) {
          Locale.setDefault(locale);
          HtmlReport.write(DemoRecord.resumes(), directory.resolve(locale.toString()));
        }
      } finally {
        Locale.setDefault(before);
      }
      for (String file : List.of("index.html", "summary.md")) {
        assertThat(directory.resolve("de_DE/" + file))
            .hasSameBinaryContentAs(directory.resolve("en_US/" + file));
        assertThat(directory.resolve("ar_EG/" + file))
            .hasSameBinaryContentAs(directory.resolve("en_US/" + file));
      }
      try (var files = Files.list(directory.resolve("en_US"))) {
        assertThat(files.map(f -> f.getFileName().toString()).collect(Collectors.toSet()))
            .containsExactlyInAnyOrder("index.html", "summary.md");
      }
    }

    @Test
    void thatCannotBeWrittenNamesTheDirectory(@TempDir Path directory) throws Exception {
      Path file = Files.createFile(directory.resolve("taken"));

      assertThatThrownBy(() -> HtmlReport.write(DemoRecord.run(List.of()), file))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("writable");
    }
  }

  @Nested
  class Caveat {
    @Test
    void standsOnlyWhereItsCauseIs() {
      List<String> full = parse(DemoRecord.resumes()).select(".caveats li").eachText();
      List<String> none = parse(DemoRecord.run(List.of())).select(".caveats li").eachText();

      assertThat(full)
          .anyMatch(c -> c.contains("judged by ESTIMATE"))
          .anyMatch(c -> c.startsWith("2 answers are ties") || c.startsWith("3 answers are ties"))
          .anyMatch(c -> c.contains("cut at the token limit"))
          .anyMatch(c -> c.contains("came from the cache"))
          .noneMatch(c -> c.contains("There was no candidate"))
          .noneMatch(c -> c.contains("different types"));
      assertThat(none).noneMatch(c -> c.contains("Dispersion") || c.contains("KL"));
    }

    @Test
    void saysWhatZeroFlipsLeaveOpen() {
      // Clopper-Pearson at 0 of 60: 1 - 0.025^(1/60) = 0.05963 (R: binom.test(0, 60)).
      Figure figure = DemoRecord.figure(DemoRecord.FLIP_RATE, 0, 0, 0.0596, 60, "items", null);
      Document page =
          parse(only("choices", DemoRecord.leaf("c", List.of(figure), List.of(), null)));

      assertThat(page.expectFirst(".caveats").text()).contains("60 items", "up to 5.96\u202F%");
    }

    @Test
    void namesFewDocuments() {
      Figure figure = DemoRecord.figure(DemoRecord.BITS, 1, Double.NaN, 0, 12, "documents", null);
      Document page = parse(only("coding", DemoRecord.leaf("c", List.of(figure), List.of(), null)));

      assertThat(page.expectFirst(".caveats").text())
          .contains("Fewer than 20 documents allow no interval", "A check, 12 documents");
    }
  }
}
