package org.modelassay.model;

import java.io.Serial;
import org.modelassay.AssayException;

/** The model is of a family, or has a setting, that is not implemented. */
public final class UnsupportedModelException extends AssayException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Creates the error.
   *
   * @param message names file, key and value, and what is supported
   */
  public UnsupportedModelException(String message) {
    super(message);
  }
}
