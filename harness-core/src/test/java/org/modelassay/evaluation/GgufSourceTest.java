package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.model.hub.DownloadProgress;
import org.modelassay.reading.LocalModel;

/** Specs that name a GGUF file where a model is named. */
class GgufSourceTest {
  @TempDir private Path folder;

  @BeforeEach
  void placeModel() throws IOException, URISyntaxException {
    Path golden =
        Path.of(
            Objects.requireNonNull(
                    GgufSourceTest.class.getResource("/golden/gguf/text/qwen2-Q8_0.gguf"))
                .toURI());
    Files.createDirectory(folder.resolve("models"));
    Files.copy(golden, folder.resolve("models/m.gguf"));
  }

  private Settings settings() {
    return new Settings(
        folder,
        null,
        folder.resolve("accepted.json"),
        folder.resolve("cache"),
        1L << 30,
        "cpu",
        0,
        0,
        false,
        false,
        false);
  }

  @Test
  void checksRunOnIt() throws IOException {
    Path corpus =
        Files.writeString(
            folder.resolve("corpus.jsonl"), "{\"text\": \"The nurse read the twelve books.\"}\n");
    var measure = new CodingMeasure(corpus, 0, 0, Bos.AUTO, 1);
    var candidate =
        new Candidate("int8", Runs.source("models/m.gguf", "quantize(bits=8, symmetric=true)"));

    List<Outcome> outcomes =
        Runs.run(
            settings(),
            List.of(
                Runs.check(
                    "codes", measure, Runs.source("models/m.gguf", ""), List.of(candidate))));

    assertThat(outcomes)
        .singleElement()
        .satisfies(
            outcome -> {
              assertThat(outcome.error()).isNull();
              assertThat(outcome.figures()).isNotEmpty();
            });
  }

  @Test
  void aRewrittenFileIsOpenedAnew() throws IOException {
    try (var session = new Session()) {
      LocalModel first = open(session);
      assertThat(open(session)).isSameAs(first);
      Files.setLastModifiedTime(folder.resolve("models/m.gguf"), FileTime.fromMillis(1_000_000));
      assertThat(open(session)).isNotSameAs(first);
    }
  }

  private LocalModel open(Session session) {
    return session.open(Runs.source("models/m.gguf", ""), settings(), DownloadProgress.NONE);
  }
}
