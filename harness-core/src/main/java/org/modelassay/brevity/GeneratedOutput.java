package org.modelassay.brevity;

import org.jspecify.annotations.Nullable;
import org.modelassay.data.Prompt;

/**
 * What was written to one prompt.
 *
 * @param prompt the prompt
 * @param text what the judged model wrote
 * @param tokens its length in tokens of its own tokenizer
 * @param truncated whether it was cut at the longest length
 * @param baselineText what the baseline wrote, or null when the model stands alone
 * @param baselineTokens its length in tokens of its own tokenizer, or null
 */
public record GeneratedOutput(
    Prompt prompt,
    String text,
    int tokens,
    boolean truncated,
    @Nullable String baselineText,
    @Nullable Integer baselineTokens) {

  /** The prompt's id. */
  public String id() {
    return prompt.id();
  }

  /** Whether the prompt has the tag. */
  public boolean hasTag(String tag) {
    return prompt.tags().contains(tag);
  }

  /** Whether the text equals the baseline's; false when the model stands alone. */
  public boolean sameAsBaseline() {
    return text.equals(baselineText);
  }

  /** One line as an assertion's message shows it. */
  @Override
  public String toString() {
    return "%s: %d tokens%s%s"
        .formatted(
            id(),
            tokens,
            truncated ? ", cut" : "",
            baselineTokens == null ? "" : " (baseline: " + baselineTokens + ")");
  }
}
