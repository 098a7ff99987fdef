package org.modelassay.template;

/** How the tool that a template was written for sets up Jinja. */
public enum Dialect {
  /**
   * Chat templates as transformers renders them: blocks swallow their line ends and indentation,
   * undefined prints as nothing, {@code break}, {@code continue} and {@code generation} blocks,
   * {@code raise_exception} and {@code strftime_now}, JSON as {@code json.dumps} prints it, and no
   * method that changes a list or dict.
   */
  CHAT,

  /**
   * Task files as lm-evaluation-harness renders them: whitespace and the last line end stay, an
   * undefined value is an error, the filter {@code regex_replace}, JSON as Jinja prints it (sorted
   * keys, escaped for HTML).
   */
  TASK;

  boolean trimsBlocks() {
    return this == CHAT;
  }

  boolean keepsTrailingNewline() {
    return this == TASK;
  }

  boolean strict() {
    return this == TASK;
  }

  boolean immutable() {
    return this == CHAT;
  }

  /** Whether a tag beyond Jinja's own exists. */
  boolean hasExtensions() {
    return this == CHAT;
  }
}
