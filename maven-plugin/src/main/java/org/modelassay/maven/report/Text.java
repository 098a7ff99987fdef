package org.modelassay.maven.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's text: bounded, and with its language where the script tells it, so that screen readers
 * and fonts do right.
 *
 * @param value the text or its beginning
 * @param lang {@code ja}, {@code ko} or empty
 * @param leftOut characters that are not in {@code value}
 */
record Text(String value, String lang, int leftOut) {
  /** A text of at most {@code most} UTF-16 units, cut between characters. */
  static Text of(@Nullable String text, int most) {
    String whole = text == null ? "" : text;
    String shown = head(whole, most);
    return new Text(shown, language(shown), whole.length() - shown.length());
  }

  static List<Text> of(List<String> texts, int most) {
    return texts.stream().map(text -> of(text, most)).toList();
  }

  /** The beginning of a text, never half a surrogate pair. */
  static String head(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    boolean splits = most > 0 && Character.isHighSurrogate(text.charAt(most - 1));
    return text.substring(0, splits ? most - 1 : most);
  }

  private static String language(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (Character.UnicodeScript.of(text.charAt(i))) {
        case HIRAGANA, KATAKANA -> {
          return "ja";
        }
        case HANGUL -> {
          return "ko";
        }
        default -> {
          // Han alone is Chinese or Japanese; all other scripts look the same in every language.
        }
      }
    }
    return "";
  }
}
