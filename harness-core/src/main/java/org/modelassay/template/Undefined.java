package org.modelassay.template;

import org.jspecify.annotations.Nullable;

/**
 * A value that is not there. It prints as nothing, is false and empty; anything else done with it
 * is an error, and when it is strict so is everything but asking whether it is defined.
 *
 * @param hint the whole explanation, or null for one made of the other two
 * @param owner what lacks it, or null when it is a variable
 * @param name its name or index
 * @param type the type of exception that using it raises
 * @param strict whether it may not even be printed
 */
record Undefined(
    @Nullable String hint, @Nullable Object owner, Object name, String type, boolean strict) {
  private static final String ERROR = "UndefinedError";

  static Undefined variable(String name, boolean strict) {
    return new Undefined(null, null, name, ERROR, strict);
  }

  static Undefined of(Object owner, Object name, boolean strict) {
    return new Undefined(null, owner, name, ERROR, strict);
  }

  static Undefined explained(String hint, boolean strict) {
    return new Undefined(hint, null, "", ERROR, strict);
  }

  /** An attribute that the sandbox hides. */
  static Undefined unsafe(Object owner, String name, boolean strict) {
    return new Undefined(
        "access to attribute "
            + Strings.repr(name)
            + " of "
            + Strings.repr(Values.typeName(owner))
            + " object is unsafe.",
        owner,
        name,
        "SecurityError",
        strict);
  }

  Raised raised() {
    return new Raised(type, message());
  }

  /** Refuses a use that only a strict one refuses. */
  void requireLenient() {
    if (strict) {
      throw raised();
    }
  }

  private String message() {
    if (hint != null) {
      return hint;
    }
    if (owner == null) {
      return Strings.repr((String) name) + " is undefined";
    }
    String kind = owner == None.NONE ? "None" : Values.qualifiedTypeName(owner) + " object";
    return name instanceof String attribute
        ? Strings.repr(kind) + " has no attribute " + Strings.repr(attribute)
        : kind + " has no element " + Values.plainRepr(name);
  }

  @Override
  public String toString() {
    return "Undefined";
  }
}
