package org.modelassay;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Something the user gave cannot be used: the message names the culprit and the remedy.
 *
 * <p>It is an error of the run, never a broken limit.
 */
public class AssayException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message culprit first, then what was expected, then the remedy
   */
  public AssayException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a cause.
   *
   * @param message culprit first, then what was expected, then the remedy
   * @param cause what was caught, or null
   */
  public AssayException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
