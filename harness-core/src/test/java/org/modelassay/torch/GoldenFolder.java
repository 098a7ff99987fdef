package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every model of {@code -Dassay.golden.dir}; run by {@code mvn verify -Pgolden}. */
class GoldenFolder {
  @Test
  void everyModelEqualsTheReference() {
    String folder = System.getProperty("assay.golden.dir", "");
    assertThat(folder).as("-Dassay.golden.dir names the folder that holds models/").isNotEmpty();

    List<GoldenModels.Comparison> comparisons = GoldenModels.compareAll(Path.of(folder, "models"));
    comparisons.forEach(System.out::println);

    assertThat(comparisons).isNotEmpty();
    assertThat(comparisons.stream().filter(c -> c.supported() && !c.equal())).isEmpty();
  }

  @Test
  void everyGgufFileEqualsTheReference() {
    Path files = Path.of(System.getProperty("assay.golden.dir", ""), "gguf");
    assumeThat(files).isDirectory();

    List<GoldenGguf.Comparison> comparisons = GoldenGguf.compareAll(files);
    comparisons.forEach(System.out::println);

    assertThat(comparisons).isNotEmpty().allMatch(GoldenGguf.Comparison::equal);
  }
}
