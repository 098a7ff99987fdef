package org.modelassay.coding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LossTest {
  @Test
  void equalTextsLoseNothing() {
    assertThat(Loss.of("a\r\nb", "a\r\nb")).isNull();
  }

  @Test
  void placesAreCountedInCodePointsFromOne() {
    assertThat(Loss.of("𠮷田a", "𠮷田b")).isEqualTo(new Loss(3, "a", "b"));
    // 𠮷 is D842 DFB7, 𠮟 is D842 DF9F: the pairs differ, not their halves.
    assertThat(Loss.of("x𠮷y", "x𠮟y")).isEqualTo(new Loss(2, "𠮷y", "𠮟y"));
    assertThat(Loss.of("ab", "a")).isEqualTo(new Loss(2, "b", ""));
    assertThat(Loss.of("a", "ab")).isEqualTo(new Loss(2, "", "b"));
  }

  @Test
  void whatCannotBeSeenIsWrittenOut() {
    assertThat(Loss.of("a\r\nb", "a\nb"))
        .hasToString("from character 2 on \"\\r\\nb\" comes back as \"\\nb\"");
    assertThat(Loss.of("\uFEFFa", "a"))
        .hasToString("from character 1 on \"\\uFEFFa\" comes back as \"a\"");
    assertThat(Loss.of("カ\u3099", "ガ"))
        .hasToString("from character 1 on \"カ\\u3099\" comes back as \"ガ\"");
    assertThat(Loss.of("a\u00A0b", "a b"))
        .hasToString("from character 2 on \"\\u00A0b\" comes back as \" b\"");
    assertThat(Loss.of("ab", "a")).hasToString("from character 2 on \"b\" comes back as nothing");
    assertThat(Loss.of("a", "ab")).hasToString("from character 2 on nothing comes back as \"b\"");
    assertThat(Loss.of("x".repeat(50), "y"))
        .hasToString("from character 1 on \"xxxxxxxxxxxx\" comes back as \"y\"");
  }
}
