package org.modelassay.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modelassay.template.PythonPattern;
import org.modelassay.template.PythonText;

/**
 * How many words an answer shares with a reference answer: harmonic mean of the shares of its own
 * words and of the reference's, in lower case, without ASCII punctuation and without a, an, the
 * (Rajpurkar et al. 2016, "SQuAD", EMNLP, and its evaluation script). Words are what space parts,
 * so a text of a script without spaces is one word.
 */
public final class TokenF1 {
  private static final PythonPattern ARTICLES = PythonPattern.of("\\b(a|an|the)\\b");

  private TokenF1() {}

  /** The largest over the references, 0 to 1; of two texts without words 1. */
  public static double of(String answer, List<String> references) {
    List<String> own = words(answer);
    return references.stream().mapToDouble(each -> of(own, words(each))).max().orElse(0);
  }

  private static double of(List<String> own, List<String> theirs) {
    if (own.isEmpty() || theirs.isEmpty()) {
      return own.equals(theirs) ? 1 : 0;
    }
    Map<String, Integer> left = new HashMap<>();
    theirs.forEach(word -> left.merge(word, 1, Integer::sum));
    int shared = 0;
    for (String word : own) {
      shared += left.merge(word, -1, Integer::sum) >= 0 ? 1 : 0;
    }
    if (shared == 0) {
      return 0;
    }
    double precision = (double) shared / own.size();
    double recall = (double) shared / theirs.size();
    return 2 * precision * recall / (precision + recall);
  }

  private static List<String> words(String text) {
    // The script puts a space where an article was.
    String plain = ExactMatch.withoutPunctuation(PythonText.lower(text));
    String kept = ARTICLES.replace(plain, " ");
    var words = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i <= kept.length(); i++) {
      boolean space = i == kept.length() || PythonText.isSpace(kept.charAt(i));
      if (space && start >= 0) {
        words.add(kept.substring(start, i));
        start = -1;
      } else if (!space && start < 0) {
        start = i;
      }
    }
    return words;
  }
}
