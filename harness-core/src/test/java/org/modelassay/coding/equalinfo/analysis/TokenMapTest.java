package org.modelassay.coding.equalinfo.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modelassay.coding.equalinfo.analysis.TokenMap.Content;
import org.modelassay.coding.equalinfo.analysis.TokenMap.Position;

class TokenMapTest {

  private static Window window(String text, int... tokens) {
    return new Window(tokens, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void tellsTokensOfOneTextFromThoseThatBeginAlikeAndThoseThatShareNothing() {
    TokenMap map =
        TokenMap.of(
            List.of(
                window("the ", 1, 9),
                window("the ", 1, 8),
                window("of it", 2, 9),
                window("of me", 2, 7),
                window("Nurse", 3, 7),
                window("at ", 3, 6),
                window("once", 4, 5)));
    Position first = map.positions().get(0);
    Position second = map.positions().get(1);

    assertThat(map.windows()).isEqualTo(7);
    assertThat(first.tokens()).isEqualTo(4);
    assertThat(first.repeated()).isEqualTo(3);
    assertThat(first.severalTexts()).isEqualTo(2);
    assertThat(first.commonBeginning()).isEqualTo(1);
    assertThat(first.share()).isEqualTo(0.5);
    // 9 stands for "the " and "of it", 7 for "of me" and "Nurse".
    assertThat(second.repeated()).isEqualTo(2);
    assertThat(second.share()).isZero();
  }

  @Test
  void showsTheMostFrequentTokensWithTheirMostFrequentTexts() {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      windows.add(window("b" + i, 5));
      windows.add(window("a", 5));
      windows.add(window("c", 4));
    }
    List<TokenMap.Example> examples = TokenMap.of(windows).positions().get(0).examples();

    assertThat(examples).extracting(TokenMap.Example::token).containsExactly(5, 4);
    assertThat(examples.get(0).windows()).isEqualTo(18);
    assertThat(examples.get(0).texts())
        .hasSize(6)
        .startsWith(new Content("a", 9), new Content("b0", 1));
    assertThat(examples.get(0).textsLeftOut()).isEqualTo(4);
  }

  /** あ is E3 81 82, い E3 81 84: their first bytes are no common beginning. */
  @Test
  void comparesWholeCharacters() {
    Position position =
        TokenMap.of(List.of(window("あ", 1), window("い", 1), window("あい", 2), window("あう", 2)))
            .positions()
            .get(0);

    assertThat(position.commonBeginning()).isEqualTo(1);
    assertThat(position.severalTexts()).isEqualTo(2);
  }

  @Test
  void spellsOutBytesThatAreNoWholeCharacter() {
    byte[] cut = {(byte) 0x82, 'a', (byte) 0xE3, (byte) 0x81};
    TokenMap map =
        TokenMap.of(List.of(new Window(new int[] {1}, cut), new Window(new int[] {1}, cut)));

    assertThat(map.positions().get(0).examples().get(0).texts())
        .containsExactly(new Content("\\x82a\\xE3\\x81", 2));
  }

  @Test
  void cutsLongTexts() {
    Window window = window("é".repeat(1000), 1);

    assertThat(TokenMap.of(List.of(window, window)).positions().get(0).examples().get(0).texts())
        .containsExactly(new Content("é".repeat(100) + "…", 2));
  }

  /** What share tokens would have that stand for nothing: here half of all texts begin alike. */
  @Test
  void saysWhatChanceGives() {
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String letter = i % 4 < 2 ? "a" : "b";
      windows.add(window(letter + i, i / 4 * 2 + (i % 4) / 2));
    }
    Position position = TokenMap.of(windows).positions().get(0);

    assertThat(position.repeated()).isEqualTo(1000);
    assertThat(position.share()).isEqualTo(1);
    // Two shuffled letters agree with probability 1/2: 4 standard deviations of 1000 such pairs.
    assertThat(position.shuffledShare()).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / 1000)));
  }

  @Test
  void ofNothingIsEmpty() {
    assertThat(TokenMap.of(List.of()).positions()).isEmpty();
    Position alone = TokenMap.of(List.of(window("a", 1))).positions().get(0);
    assertThat(alone.repeated()).isZero();
    assertThat(alone.share()).isNaN();
  }
}
