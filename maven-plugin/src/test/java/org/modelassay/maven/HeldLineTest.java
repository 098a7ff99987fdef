package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldLineTest {
  @Test
  void theLastLineIsNotHandedOn() {
    List<String> out = new ArrayList<>();
    var held = new HeldLine(out::add);
    assertThat(held.line()).isEmpty();
    List.of("loading", "reading", "notes.assay: is damaged").forEach(held::accept);
    assertThat(out).containsExactly("loading", "reading");
    assertThat(held.line()).isEqualTo("notes.assay: is damaged");
  }
}
