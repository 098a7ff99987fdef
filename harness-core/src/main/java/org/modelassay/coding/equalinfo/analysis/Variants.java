package org.modelassay.coding.equalinfo.analysis;

import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * One sentence behind many words: the texts of which {@link Stability} compares the tokens.
 *
 * <p>Both come from the corpus, whatever its language: words drawn from its {@value #FREQUENT} most
 * frequent ones (the paper draws 500 from a list of 3,000 English words), and its first sentence of
 * {@value #LEAST} to {@value #MOST} UTF-8 bytes. The draw has a fixed seed.
 *
 * @param sentence the sentence
 * @param words the words, in the order drawn
 */
public record Variants(String sentence, List<String> words) {
  /** How many words are drawn from. */
  public static final int FREQUENT = 3000;

  private static final int LEAST = 100;
  private static final int MOST = 500;
  private static final long SEED = 1;

  /** Copies the list. */
  public Variants {
    words = List.copyOf(words);
  }

  /**
   * Draws words and a sentence.
   *
   * @param documents the texts of the corpus
   * @param words how many words
   * @return fewer words when the corpus has no more different ones; its longest sentence, cut at
   *     {@value #MOST} bytes, when none is of the length asked for
   */
  public static Variants of(List<String> documents, int words) {
    return new Variants(sentence(documents), words(documents, words));
  }

  /** Each word before the sentence, with a blank between where the sentence has any. */
  public List<String> texts() {
    boolean blanks = sentence.codePoints().anyMatch(Character::isWhitespace);
    return words.stream().map(word -> word + (blanks ? " " : "") + sentence).toList();
  }

  private static List<String> words(List<String> documents, int most) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String document : documents) {
      for (String piece : pieces(BreakIterator.getWordInstance(Locale.ROOT), document)) {
        if (piece.codePoints().anyMatch(Character::isLetter)) {
          counts.merge(piece, 1, Integer::sum);
        }
      }
    }
    // The sort is stable: words of equal counts stay in the order of their characters.
    List<String> frequent =
        new ArrayList<>(
            counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(FREQUENT)
                .map(Map.Entry::getKey)
                .toList());
    Collections.shuffle(frequent, new Random(SEED));
    return frequent.subList(0, Math.min(most, frequent.size()));
  }

  private static String sentence(List<String> documents) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    String longest = "";
    for (String document : documents) {
      // To the iterator a line break is a blank; a heading is no part of the sentence below it.
      for (String line : document.lines().toList()) {
        for (String piece : pieces(breaks, line)) {
          String sentence = piece.strip();
          int bytes = sentence.getBytes(StandardCharsets.UTF_8).length;
          if (bytes >= LEAST && bytes <= MOST) {
            return sentence;
          }
          longest = sentence.length() > longest.length() ? sentence : longest;
        }
      }
    }
    return head(longest);
  }

  private static List<String> pieces(BreakIterator breaks, String text) {
    breaks.setText(text);
    List<String> pieces = new ArrayList<>();
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  /** As many whole characters as fit. */
  private static String head(String text) {
    int end = 0;
    int bytes = 0;
    while (end < text.length()) {
      int point = text.codePointAt(end);
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (bytes > MOST) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end);
  }
}
