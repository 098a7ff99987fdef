package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
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

  /** Of {@code -Dassay.models.dir}: files beside a directory that was converted from them. */
  @Test
  void everyRealGgufFileHoldsTheWeightsOfItsConversion() throws IOException {
    Path models = Path.of(System.getProperty("assay.models.dir", "no models"));
    assumeThat(models).isDirectory();

    var different = new ArrayList<String>();
    for (Path file : in(models, f -> f.toString().endsWith(".gguf"))) {
      for (Path directory : in(models, f -> Files.exists(f.resolve("config.json")))) {
        if (file.getFileName().toString().startsWith(directory.getFileName() + "-")) {
          List<String> weights = GoldenGguf.differing(file, directory);
          System.out.println(
              "real/"
                  + directory.getFileName()
                  + " from GGUF, weights that differ: "
                  + weights.size()
                  + (weights.isEmpty() ? " OK" : " differs"));
          different.addAll(weights);
        }
      }
    }
    assertThat(different).isEmpty();
  }

  private static List<Path> in(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(wanted).sorted().toList();
    }
  }
}
