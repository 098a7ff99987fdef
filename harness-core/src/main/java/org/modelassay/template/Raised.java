package org.modelassay.template;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A Python exception on its way up: the name of its type, so that what catches it there catches it
 * here, and the innermost place it passed. {@link Template} turns it into the user's exception.
 */
final class Raised extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String type;
  private transient @Nullable Span span;

  Raised(String type, String message) {
    super(message, null, false, false);
    this.type = type;
  }

  static Raised type(String message) {
    return new Raised("TypeError", message);
  }

  static Raised value(String message) {
    return new Raised("ValueError", message);
  }

  /** Something of Python or Jinja that this evaluator leaves out on purpose. */
  static Raised unsupported(String what) {
    return new Raised("NotSupported", what + " is not supported in templates here");
  }

  /** A bound that keeps an untrusted template from taking the machine. */
  static Raised limit(String message) {
    return new Raised("LimitExceeded", message);
  }

  String type() {
    return type;
  }

  boolean is(String... types) {
    for (String each : types) {
      if (each.equals(type)) {
        return true;
      }
    }
    return false;
  }

  /** Notes the place, unless an inner one is known. */
  Raised at(Span place) {
    if (span == null) {
      span = place;
    }
    return this;
  }

  @Nullable Span span() {
    return span;
  }

  String reason() {
    String message = getMessage();
    return message == null ? type : message;
  }
}
