package org.modelassay.gap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
}
