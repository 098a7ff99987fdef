package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.modelassay.dispersion.ranking.RankingResult;
import org.modelassay.dispersion.ranking.Slicing;
import org.modelassay.record.RecordFile;
import org.modelassay.record.RunRecord;

/**
 * Rankings by the sample's model. A slice of eight documents with k endings is the wider the more
 * endings there are, since a last state is mostly its last word's.
 */
class RankingRunTest {
  private static final List<String> WORDS =
      List.of("Java", "Tokyo", "nurse", "2019", "sales", "school", "music", "!");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path base;

  @BeforeEach
  void writeModelAndCorpora() throws IOException {
    Path model = Path.of("../sample-project/models/resume");
    Files.createDirectories(base.resolve("model"));
    try (var files = Files.list(model)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Files.copy(file, base.resolve("model").resolve(file.getFileName()));
      }
    }
    write("plain.jsonl", "");
    write("labelled.jsonl", ", \"label\": %d");
    write("reversed.jsonl", ", \"label\": -%d");
  }

  private void write(String file, String label) throws IOException {
    var lines = new StringBuilder();
    for (int endings = 1; endings <= WORDS.size(); endings *= 2) {
      for (int i = 0; i < WORDS.size(); i++) {
        lines.append(
            "{\"text\": \"Number %d, %d years of %s\", \"tags\": [\"of %d\"]%s}\n"
                .formatted(i, i + 2, WORDS.get(i % endings), endings, label.formatted(endings)));
      }
    }
    Files.writeString(base.resolve(file), lines);
  }

  @Test
  void aRankingRunsWithAndWithoutLabels() {
    execute(Spec.class).testEvents().assertStatistics(it -> it.succeeded(3));
  }

  @Test
  void anOrderThatIsNotThatOfTheLabelsBreaksTheLimits() {
    execute(ReversedSpec.class).testEvents().assertStatistics(it -> it.failed(1));

    RunRecord.Leaf leaf = RecordFile.read(base.resolve("run.json")).checks().get(0).leaves().get(0);
    assertThat(leaf.error()).isNull();
    assertThat(leaf.verdicts())
        .extracting(verdict -> verdict.metric(), verdict -> verdict.status().toString())
        .containsExactly(
            tuple("ranking.spearman", "BROKEN"), tuple("ranking.spearman.pValue", "BROKEN"));
  }

  @Test
  void withoutLabelsNoOrderCanBeDemanded() {
    execute(UnlabelledSpec.class).testEvents().assertStatistics(it -> it.failed(1));

    RunRecord.Leaf leaf = RecordFile.read(base.resolve("run.json")).checks().get(0).leaves().get(0);
    assertThat(leaf.verdicts().get(0).message()).contains("ranking.spearman was not measured");
  }

  private EngineExecutionResults execute(Class<?> spec) {
    return EngineTestKit.engine(new AssayTestEngine())
        .selectors(selectClass(spec))
        .configurationParameter("assay.basedir", base.toString())
        .configurationParameter("assay.record", "run.json")
        .configurationParameter("assay.cache.dir", base.resolve("cache").toString())
        .configurationParameter("assay.device", "cpu")
        .execute();
  }

  @ModelSpec(baseline = "model")
  static class Spec {
    @DispersionRanking(corpus = "plain.jsonl", smallestSlice = 8, tail = 1)
    void withoutLabels(RankingResult ranking) {
      assertThat(ranking.slices())
          .extracting(slice -> slice.name())
          .containsExactly("of 1", "of 2", "of 4", "of 8");
      assertThat(ranking.details().tail()).hasSize(1);
      assertThat(ranking.details().tail().get(0).items().get(0).text()).contains("years of Java");
    }

    @DispersionRanking(corpus = "labelled.jsonl", smallestSlice = 8)
    @MinRankCorrelation(1)
    @MaxRankingPValue(0.05)
    void withLabels(RankingResult ranking) {
      assertThat(ranking.pValue()).isEqualTo(1 / 24.0);
    }

    @DispersionRanking(
        corpus = "plain.jsonl",
        slices = Slicing.CLUSTER,
        clusters = 2,
        smallestSlice = 3,
        layer = -2)
    void clusters(RankingResult ranking) {
      assertThat(ranking.slices()).hasSize(2);
      assertThat(ranking.slices().stream().mapToInt(slice -> slice.items()).sum()).isEqualTo(32);
    }
  }

  @ModelSpec(baseline = "model")
  static class ReversedSpec {
    @DispersionRanking(corpus = "reversed.jsonl", smallestSlice = 8)
    @MinRankCorrelation(0.5)
    @MaxRankingPValue(0.05)
    void withLabels() {}
  }

  @ModelSpec(baseline = "model")
  static class UnlabelledSpec {
    @DispersionRanking(corpus = "plain.jsonl", smallestSlice = 8)
    @MinRankCorrelation(0.5)
    void withoutLabels() {}
  }
}
