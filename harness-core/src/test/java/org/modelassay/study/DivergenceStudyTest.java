package org.modelassay.study;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modelassay.statistics.Interval;
import org.modelassay.study.DivergenceStudy.Residual;

class DivergenceStudyTest {
  private static final double ROUNDING = 1e-9;

  private static ScoredModel model(String name, double score, double lmcr, double efficiency) {
    return new ScoredModel(name, score, lmcr, lmcr / efficiency, efficiency);
  }

  /** statsmodels' plane and its influence measures; see {@code golden/study}. */
  @Test
  void agreesWithThePlaneAndTheInfluenceMeasuresOfStatsmodels() throws IOException {
    for (JsonNode row : golden()) {
      List<ScoredModel> models = new ArrayList<>();
      for (int i = 0; i < row.get("score").size(); i++) {
        models.add(
            model(
                "m" + i,
                row.get("score").get(i).asDouble(),
                row.get("lmcr").get(i).asDouble(),
                row.get("tokenEfficiency").get(i).asDouble()));
      }
      DivergenceStudy study = DivergenceStudy.of(models);

      assertClose(study.line().intercept(), row.get("intercept"));
      assertClose(study.line().slope(), row.get("slope"));
      assertClose(study.tokenizerSlope(), row.get("tokenizerSlope"));
      assertEnds(study.tokenizerInterval(), row.get("tokenizerInterval"));
      assertClose(study.tokenizerShare(), row.get("tokenizerShare"));
      for (int i = 0; i < models.size(); i++) {
        Residual residual = study.residuals().get(i);
        assertClose(residual.residual(), row.get("residual").get(i));
        assertClose(residual.tokenizer(), row.get("tokenizer").get(i));
        assertClose(residual.rest(), row.get("rest").get(i));
        assertClose(residual.studentised(), row.get("studentised").get(i));
        assertClose(residual.outlier(), row.get("outlier").get(i));
        assertEnds(residual.expected(), row.get("expected").get(i));
      }
    }
  }

  @Test
  void theTwoPartsAddUpAndSoDoTheirSquares() {
    DivergenceStudy study = DivergenceStudy.of(line(12, 0.2));
    double squares = 0;
    double parts = 0;
    for (Residual r : study.residuals()) {
      assertThat(r.tokenizer() + r.rest()).isCloseTo(r.residual(), within(1e-15));
      squares += r.residual() * r.residual();
      parts += r.tokenizer() * r.tokenizer() + r.rest() * r.rest();
    }
    assertThat(parts).isCloseTo(squares, within(1e-15));
  }

  /**
   * Scores that follow LMCR and token efficiency exactly: what the line on LMCR leaves is the
   * tokenizers' alone. A model that cuts the text finer than others of its LMCR scores 0.2 higher
   * for each factor e.
   */
  @Test
  void whatFollowsTheTokenizersIsTheirs() {
    DivergenceStudy study = DivergenceStudy.of(line(12, 0.2));

    assertThat(study.tokenizerSlope()).isCloseTo(0.2, within(1e-12));
    assertThat(study.tokenizerShare()).isCloseTo(1, within(1e-12));
    assertThat(study.residuals()).allSatisfy(r -> assertThat(r.rest()).isCloseTo(0, within(1e-12)));
  }

  @Test
  void aModelOffTheLineIsAnOutlierAndTheOthersAreNot() {
    List<ScoredModel> models = noisy();
    models.set(7, model("off", models.get(7).score() + 0.3, models.get(7).lmcr(), 0.25));
    DivergenceStudy study = DivergenceStudy.of(models);

    for (Residual r : study.residuals()) {
      if (r.model().equals("off")) {
        assertThat(r.outlier()).isLessThan(1e-4);
        assertThat(models.get(7).score()).isGreaterThan(r.expected().high());
      } else {
        assertThat(r.outlier()).isGreaterThan(0.05);
      }
    }
  }

  @Test
  void figuresThatContradictEachOtherAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScoredModel("falcon", 0.5, 0.12, 0.6, 0.25))
        .withMessageContaining(
            "falcon: LMCR 0.12 is not Late-stage LMCR x token efficiency = 0.15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScoredModel("falcon", 0.5, 0, 0, 0.25))
        .withMessageContaining("falcon")
        .withMessageContaining("above 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model("falcon", Double.NaN, 0.1, 0.2))
        .withMessageContaining("falcon: the score");
    assertThat(new ScoredModel("printed", 0.5, 0.1142, 0.4567, 0.2501).lmcr()).isEqualTo(0.1142);
  }

  @Test
  void needsFourModelsOfDifferentTokenizers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DivergenceStudy.of(line(3, 0)))
        .withMessageContaining("4 models or more, but there are 3");
    List<ScoredModel> alike =
        IntStream.range(0, 6).mapToObj(i -> model("m" + i, i, 0.1 + 0.01 * i, 0.3)).toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DivergenceStudy.of(alike))
        .withMessageContaining("tokenizers");
  }

  /** score = 0.1 - 0.4 ln LMCR + effect ln token efficiency. */
  private static List<ScoredModel> line(int n, double effect) {
    List<ScoredModel> models = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double lmcr = 0.08 + 0.01 * i;
      double efficiency = 0.2 + 0.05 * (i * 5 % 7);
      double score = 0.1 - 0.4 * Math.log(lmcr) + effect * Math.log(efficiency);
      models.add(model("m" + i, score, lmcr, efficiency));
    }
    return models;
  }

  private static List<ScoredModel> noisy() {
    List<ScoredModel> models = line(16, 0);
    for (int i = 0; i < models.size(); i++) {
      ScoredModel m = models.get(i);
      double noise = 0.01 * Math.sin(7.0 * i);
      models.set(i, model(m.name(), m.score() + noise, m.lmcr(), m.tokenEfficiency()));
    }
    return models;
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        requireNonNull(DivergenceStudyTest.class.getResourceAsStream("/golden/study/study.json"))) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static void assertEnds(Interval interval, JsonNode expected) {
    assertClose(interval.low(), expected.get(0));
    assertClose(interval.high(), expected.get(1));
  }

  private static void assertClose(double value, JsonNode expected) {
    assertThat(value).isCloseTo(expected.asDouble(), within(ROUNDING));
  }
}
