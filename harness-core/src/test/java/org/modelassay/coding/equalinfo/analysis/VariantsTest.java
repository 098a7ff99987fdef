package org.modelassay.coding.equalinfo.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VariantsTest {
  private static final String ENGLISH =
      "Short one.\nThe nurse of the ward writes what the patient says about the night before, and"
          + " what the doctor said about it. Another sentence.";

  @Test
  void areTheCorpusOwnWordsBeforeItsFirstSentenceOfEnoughBytes() {
    Variants variants = Variants.of(List.of(ENGLISH), 100);

    assertThat(variants.sentence())
        .startsWith("The nurse of the ward")
        .endsWith("the doctor said about it.");
    assertThat(variants.words())
        .contains("the", "nurse", "Short")
        .doesNotContain(" ", ".", ",")
        .doesNotHaveDuplicates();
    assertThat(variants.texts()).contains("nurse " + variants.sentence());
  }

  @Test
  void haveNoBlankWhereTheWritingHasNone() {
    String japanese = "看護師です。内科病棟と救急外来で七年間勤務し、採血、点滴、服薬管理に加え、トリアージと新人指導を任されました。";
    Variants variants = Variants.of(List.of(japanese), 100);

    assertThat(variants.sentence()).startsWith("内科病棟").endsWith("任されました。");
    assertThat(variants.words()).hasSizeGreaterThan(5);
    assertThat(variants.texts().get(0)).isEqualTo(variants.words().get(0) + variants.sentence());
  }

  @Test
  void areDrawnFromTheMostFrequentWords() {
    StringBuilder rare = new StringBuilder();
    for (int i = 0; i < 4000; i++) {
      // Words of letters alone, each once; those of the list below twice.
      rare.append("rare").append((char) ('a' + i / 676)).append((char) ('a' + i / 26 % 26));
      rare.append((char) ('a' + i % 26)).append(' ');
    }
    List<String> frequent = new ArrayList<>();
    for (int i = 0; i < Variants.FREQUENT; i++) {
      frequent.add(
          "word" + (char) ('a' + i / 676) + (char) ('a' + i / 26 % 26) + (char) ('a' + i % 26));
    }
    String twice = String.join(" ", frequent);
    Variants variants = Variants.of(List.of(rare.toString(), twice, twice), 100);

    assertThat(variants.words()).hasSize(100).allMatch(w -> w.startsWith("word"));
    assertThat(variants).isEqualTo(Variants.of(List.of(rare.toString(), twice, twice), 100));
  }

  @Test
  void takeTheLongestSentenceAndItsBeginningWhereNoneFits() {
    assertThat(Variants.of(List.of("One. And two."), 100).sentence()).isEqualTo("And two.");
    String endless = "語".repeat(400);
    assertThat(Variants.of(List.of(endless), 100).sentence()).isEqualTo("語".repeat(166));
    assertThat("語".repeat(166).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(500);
    assertThat(Variants.of(List.of(), 100).texts()).isEmpty();
  }
}
