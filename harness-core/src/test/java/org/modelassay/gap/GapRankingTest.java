package org.modelassay.gap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;
import org.modelassay.reading.LocalModels;

class GapRankingTest {
  private static final TokenChoice DOMAIN = TokenChoice.of("regex:[a-m]");
  private static final TokenChoice EVERYDAY = TokenChoice.of("regex:[a-z]");

  @Test
  void ranksWhatCanBeRankedAndNamesTheRest(@TempDir Path folder) throws IOException {
    Path torn = Files.createDirectory(folder.resolve("torn"));
    Path one = LocalModels.sample("models/resume");
    Path other = LocalModels.sample("models/resume-next");
    GapRanking ranking = GapRanking.of(List.of(torn, one, other), DOMAIN, EVERYDAY);
    assertThat(ranking.ranked())
        .extracting(GapRanking.Ranked::checkpoint)
        .containsExactlyInAnyOrder(one, other);
    assertThat(ranking.ranked().get(0).gap().value())
        .isGreaterThanOrEqualTo(ranking.ranked().get(1).gap().value());
    assertThat(ranking.failed()).hasSize(1);
    assertThat(ranking.failed().get(0).checkpoint()).isEqualTo(torn);
    assertThat(ranking.failed().get(0).reason()).contains("torn");
  }

  @Test
  void otherTokenizersAreSaid() {
    GapRanking ranking =
        GapRanking.of(
            List.of(LocalModels.sample("models/resume"), LocalModels.sample("models/bytes")),
            DOMAIN,
            EVERYDAY);
    assertThat(ranking.ranked()).hasSize(2);
    assertThat(ranking.warnings())
        .contains(
            "the checkpoints have 2 tokenizers; gaps compare inside one family and tokenizer only");
  }

  @Test
  void tokensOfTheDomainAreNotEveryday(@TempDir Path folder) throws IOException {
    Path words = Files.writeString(folder.resolve("words.txt"), "a\nb\n\nb\nx\ny\n");
    try (ModelFiles model = ModelFiles.open(LocalModels.sample("models/resume"))) {
      TokenSet domain = DOMAIN.in(model.tokenizer(), null);
      TokenSet everyday = TokenChoice.of("list:" + words).in(model.tokenizer(), domain);
      assertThat(everyday.ids()).isNotEmpty().doesNotHaveDuplicates();
      assertThat(Arrays.stream(everyday.ids()).boxed())
          .doesNotContainAnyElementsOf(Arrays.stream(domain.ids()).boxed().toList());
    }
  }

  @Test
  void theOrderIsComparedWithKnownScores() {
    GapRanking ranking =
        new GapRanking(
            List.of(ranked("a", 1.4), ranked("b", 1.3), ranked("c", 1.2), ranked("d", 1.1)),
            List.of(),
            List.of());
    GapRanking.Agreement agreement =
        ranking.agreement(Map.of("a", 40.0, "b", 30.0, "c", 10.0, "d", 20.0, "unknown", 1.0));
    assertThat(agreement.checkpoints()).isEqualTo(4);
    assertThat(agreement.spearman()).isCloseTo(0.8, within(1e-12));
    // Of the 24 orders of four, one has 1 and three have 0.8.
    assertThat(agreement.pValue()).isCloseTo(4 / 24.0, within(1e-12));
    assertThatThrownBy(() -> ranking.agreement(Map.of("a", 1.0, "b", 2.0)))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "scores: 2 of the ranked checkpoints have one, and a correlation needs 3; name them"
                + " [a, b, c, d]");
    assertThatThrownBy(() -> ranking.agreement(Map.of("a", 1.0, "b", 1.0, "c", 1.0)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("all are equal");
  }

  private static GapRanking.Ranked ranked(String name, double gap) {
    return new GapRanking.Ranked(
        Path.of("models", name), new DispersionGap(gap - 0.5, 0.5, 10, 100, false), "t", 0.001);
  }
}
