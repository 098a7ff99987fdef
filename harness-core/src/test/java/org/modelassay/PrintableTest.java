package org.modelassay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void leavesOrdinaryTextAlone() {
    assertThat(Printable.of("職務経歴書\tC++ naïve 😀")).isEqualTo("職務経歴書\tC++ naïve 😀");
  }

  @Test
  void spellsOutWhatSteersAConsoleOrHides() {
    assertThat(Printable.of("\u001b[2J a\u202eb\u200bc\r\nd\ue000"))
        .isEqualTo("<U+001B>[2J a<U+202E>b<U+200B>c<U+000D><U+000A>d<U+E000>");
  }

  @Test
  void cutsBetweenCharactersNotInsideOne() {
    assertThat(Printable.of("😀😀😀😀", 3)).isEqualTo("😀😀…");
    assertThat(Printable.of("😀😀😀", 3)).isEqualTo("😀😀😀");
  }
}
