package org.modelassay.data.harness;

import java.util.Locale;

/** What a task file asks of a model for each document: its {@code output_type}. */
public enum OutputType {
  /** Which of several continuations is the most likely. */
  MULTIPLE_CHOICE,
  /** How likely one continuation is, and whether greedy decoding gives it. */
  LOGLIKELIHOOD,
  /** How likely a document is. */
  LOGLIKELIHOOD_ROLLING,
  /** What the model writes. */
  GENERATE_UNTIL;

  /** As a task file writes it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
