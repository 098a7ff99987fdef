package org.modelassay.brevity;

import org.jspecify.annotations.Nullable;
import org.modelassay.data.Prompt;
import org.modelassay.measure.FlipKind;

/**
 * What was written to one prompt.
 *
 * @param prompt the prompt
 * @param text what the judged model wrote; the first response where there are several
 * @param tokens its length in tokens of its own tokenizer
 * @param truncated whether it was cut at the longest length
 * @param baselineText what the baseline wrote, or null when the model stands alone
 * @param baselineTokens its length in tokens of its own tokenizer, or null
 * @param answer what the filter made of all responses; null where prompts have no answers
 * @param baselineAnswer the same of the baseline, or null
 * @param change how the answer changed, or null when it did not
 * @param similarity cosine of its embedding with that of the baseline's output; null where no
 *     encoder was named
 */
public record GeneratedOutput(
    Prompt prompt,
    String text,
    int tokens,
    boolean truncated,
    @Nullable String baselineText,
    @Nullable Integer baselineTokens,
    @Nullable ScoredAnswer answer,
    @Nullable ScoredAnswer baselineAnswer,
    @Nullable FlipKind change,
    @Nullable Double similarity) {

  /** The prompt's id. */
  public String id() {
    return prompt.id();
  }

  /** Whether the prompt has the tag; one marked critical has the tag {@code critical} too. */
  public boolean hasTag(String tag) {
    return prompt.tags().contains(tag) || (prompt.critical() && tag.equals("critical"));
  }

  /** Whether the text equals the baseline's; false when the model stands alone. */
  public boolean sameAsBaseline() {
    return text.equals(baselineText);
  }

  /** One line as an assertion's message shows it. */
  @Override
  public String toString() {
    if (change != null && answer != null && baselineAnswer != null) {
      return "%s: %s -> %s (right: %s)"
          .formatted(
              id(), baselineAnswer.text(), answer.text(), String.join(" or ", prompt.references()));
    }
    return "%s: %d tokens%s%s"
        .formatted(
            id(),
            tokens,
            truncated ? ", cut" : "",
            baselineTokens == null ? "" : " (baseline: " + baselineTokens + ")");
  }
}
