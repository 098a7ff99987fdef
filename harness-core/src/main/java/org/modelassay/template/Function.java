package org.modelassay.template;

import org.jspecify.annotations.Nullable;

/** What can be called: macros, bound methods, globals. */
interface Function {
  Object call(Rendering rendering, Arguments arguments);

  /** What printing it shows. */
  String describe();

  /** An attribute of it, or null. */
  default @Nullable Object attribute(String attribute, Rendering rendering) {
    return null;
  }

  /** Python's name of its type. */
  default String typeName() {
    return "function";
  }
}
