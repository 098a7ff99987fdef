package org.modelassay.data;

import java.util.List;
import org.modelassay.template.PythonPattern;
import org.modelassay.template.PythonText;

/**
 * Whether an answer is a reference answer, after both were changed alike ({@code exact_match} of
 * lm-evaluation-harness 0.4.13, {@code lm_eval/api/metrics.py}).
 *
 * @param regexesToIgnore what they match is taken out first, one after the other
 * @param ignoreCase whether both are then written in lower case
 * @param ignorePunctuation whether ASCII punctuation is then taken out
 * @param ignoreNumbers whether the digits 0 to 9 are then taken out
 * @param strip whether space at both ends is taken out at last; of answers in files of our own
 */
public record ExactMatch(
    List<PythonPattern> regexesToIgnore,
    boolean ignoreCase,
    boolean ignorePunctuation,
    boolean ignoreNumbers,
    boolean strip) {
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
  private static final String DIGITS = "0123456789";

  /** The texts as they are. */
  public static final ExactMatch PLAIN = new ExactMatch(List.of(), false, false, false, false);

  /** The texts without space at their ends. */
  public static final ExactMatch STRIPPED = new ExactMatch(List.of(), false, false, false, true);

  /** Copies the list. */
  public ExactMatch {
    regexesToIgnore = List.copyOf(regexesToIgnore);
  }

  /** A text as it is compared. */
  public String normalized(String text) {
    String changed = text;
    for (PythonPattern pattern : regexesToIgnore) {
      changed = pattern.remove(changed);
    }
    if (ignoreCase) {
      changed = PythonText.lower(changed);
    }
    if (ignorePunctuation) {
      changed = without(changed, PUNCTUATION);
    }
    if (ignoreNumbers) {
      changed = without(changed, DIGITS);
    }
    return strip ? PythonText.strip(changed) : changed;
  }

  /** Whether an answer equals one of the references. */
  public boolean matches(String answer, List<String> references) {
    String own = normalized(answer);
    return references.stream().anyMatch(reference -> normalized(reference).equals(own));
  }

  static String without(String text, String characters) {
    var kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) < 0) {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }

  static String withoutPunctuation(String text) {
    return without(text, PUNCTUATION);
  }
}
