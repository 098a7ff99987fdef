package org.modelassay.data.harness;

import org.jspecify.annotations.Nullable;

/**
 * Question and answer joined as lm-evaluation-harness joins them ({@code
 * ConfigurableTask.build_qa_turn}): a {@code gen_prefix} stands in front of the answer.
 */
final class Turn {
  private Turn() {}

  /**
   * A document with its answer, or the question alone when the answer is empty.
   *
   * @param prefix null or empty for none
   */
  static String answered(
      String question, String answer, @Nullable String prefix, String delimiter, String end) {
    if (answer.isEmpty()) {
      return asked(question, prefix, delimiter);
    }
    if (prefix == null || prefix.isEmpty()) {
      return question + delimiter + answer + end;
    }
    boolean apart = spaceAtEnd(prefix) || spaceAtStart(answer);
    return asked(question, prefix, delimiter) + (apart ? "" : " ") + answer + end;
  }

  /** A question that the model is to answer. */
  static String asked(String question, @Nullable String prefix, String delimiter) {
    if (prefix == null || prefix.isEmpty()) {
      return question;
    }
    boolean apart = question.isEmpty() || spaceAtEnd(question) || spaceAtStart(prefix);
    return question + (apart ? "" : delimiter) + prefix;
  }

  private static boolean spaceAtEnd(String text) {
    return isSpace(text.charAt(text.length() - 1));
  }

  private static boolean spaceAtStart(String text) {
    return isSpace(text.charAt(0));
  }

  /** As Python's {@code isspace}. */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
