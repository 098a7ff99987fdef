package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.brevity.GoldenGenerateUntil;
import org.modelassay.dispersion.GoldenDispersion;
import org.modelassay.evaluation.GoldenCoding;
import org.modelassay.flips.GoldenLmEval;
import org.modelassay.generation.GoldenGenerations;
import org.modelassay.model.tokenizer.GoldenTokenizers;
import org.modelassay.template.GoldenTemplates;

/**
 * Everything of {@code -Dassay.golden.dir}, a line each on standard output, its last word {@code
 * OK}, {@code differs}, {@code unsupported} or {@code absent}: what needs real weights or tokenizer
 * files looks for them in {@code -Dassay.models.dir}, what needs task files in {@code
 * -Dassay.tasks.dir}, what needs texts in {@code -Dassay.texts.dir}. Run by {@code mvn verify
 * -Pgolden}.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
class GoldenFolder {
  private static final Path GOLDEN = Path.of(System.getProperty("assay.golden.dir", ""));

  @BeforeAll
  static void theFolderIsThere() {
    assertThat(System.getProperty("assay.golden.dir", ""))
        .as("-Dassay.golden.dir names a folder with models/, gguf/, encoders/, ...")
        .isNotEmpty();
    assertThat(GOLDEN).isDirectory();
  }

  private static @Nullable Path models() {
    return folder("assay.models.dir");
  }

  private static @Nullable Path folder(String property) {
    String folder = System.getProperty(property, "");
    return folder.isEmpty() ? null : Path.of(folder);
  }

  private static void allEqual(List<?> lines) {
    lines.forEach(System.out::println);
    assertThat(lines)
        .extracting(Object::toString)
        .noneMatch(line -> line.endsWith(" differs") || line.endsWith(" unsupported"));
  }

  @Test
  void chatTemplates() {
    Path file = GOLDEN.resolve("chat-templates.json");
    assumeThat(Files.exists(file)).isTrue();
    allEqual(GoldenTemplates.compareAll(file));
  }

  @Test
  void coding(@TempDir Path scratch) {
    allEqual(GoldenCoding.compareAll(GOLDEN, folder("assay.texts.dir"), models(), scratch));
  }

  @Test
  void dispersion(@TempDir Path scratch) {
    assumeThat(GOLDEN.resolve("real")).isDirectory();
    allEqual(GoldenDispersion.compareAll(GOLDEN, folder("assay.texts.dir"), models(), scratch));
  }

  @Test
  void encoders() {
    assumeThat(GOLDEN.resolve("encoders")).isDirectory();
    allEqual(GoldenEncoders.compareAll(GOLDEN, models()));
  }

  @Test
  void generations() {
    assumeThat(GOLDEN.resolve("generations")).isDirectory();
    allEqual(GoldenGenerations.compareAll(GOLDEN.resolve("generations"), models()));
  }

  @Test
  void ggufFiles() {
    assumeThat(GOLDEN.resolve("gguf")).isDirectory();
    allEqual(GoldenGguf.compareAll(GOLDEN.resolve("gguf")));
  }

  @Test
  void ggufFilesBesideTheirConversions() {
    Path models = models();
    if (models != null) {
      allEqual(GoldenGguf.compareConversions(models));
    }
  }

  @Test
  void lmEval() {
    assumeThat(GOLDEN.resolve("lm-eval")).isDirectory();
    allEqual(
        GoldenLmEval.compareAll(GOLDEN.resolve("lm-eval"), folder("assay.tasks.dir"), models()));
  }

  @Test
  void lmEvalGenerations() {
    assumeThat(GOLDEN.resolve("lm-eval")).isDirectory();
    allEqual(
        GoldenGenerateUntil.compareAll(
            GOLDEN.resolve("lm-eval"), folder("assay.tasks.dir"), models()));
  }

  @Test
  void smallModels() {
    assumeThat(GOLDEN.resolve("models")).isDirectory();
    allEqual(GoldenModels.compareAll(GOLDEN.resolve("models")));
  }

  @Test
  void realModels() {
    allEqual(GoldenReal.compareAll(GOLDEN, models()));
  }

  @Test
  void tokenizers() {
    assumeThat(Files.exists(GOLDEN.resolve("tokenizers.json"))).isTrue();
    allEqual(GoldenTokenizers.compareAll(GOLDEN, models()));
  }
}
