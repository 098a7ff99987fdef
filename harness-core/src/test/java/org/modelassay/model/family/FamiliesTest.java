package org.modelassay.model.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.ModelCopy;

class FamiliesTest {
  @Test
  void everyFamilyHasAReferenceModelInTheTree() throws IOException {
    var held = new TreeSet<String>();
    try (Stream<Path> models = Files.list(ModelCopy.golden("llama-tied").getParent())) {
      for (Path model : models.filter(Files::isDirectory).toList()) {
        held.add(ModelConfig.read(model.resolve("config.json")).text("model_type", ""));
      }
    }
    // Granite's mixtures without a shared expert are a case of those with one.
    held.add("granitemoe");

    assertThat(held).isEqualTo(Families.supported());
  }

  @Test
  void thePageNamesEveryFamily() throws IOException {
    Path page = Path.of("../docs/families.md");

    assertThat(Files.readString(page))
        .contains(Families.supported().stream().map(type -> "`" + type + "`").toList());
  }
}
