package org.modelassay.template;

import java.io.Serial;
import org.modelassay.AssayException;

/**
 * A template that cannot be parsed or rendered, or that refuses what it was given ({@code
 * raise_exception}): the message names the template, the line and the expression.
 */
public final class TemplateException extends AssayException {
  @Serial private static final long serialVersionUID = 1L;

  private final String type;
  private final String reason;

  TemplateException(String where, String type, String reason) {
    super(where + ": " + reason);
    this.type = type;
    this.reason = reason;
  }

  /** What the reference implementation says, without the place: {@code 'content' is undefined}. */
  public String reason() {
    return reason;
  }

  /** The reference's type of exception: {@code TypeError}, {@code UndefinedError}. */
  String type() {
    return type;
  }
}
