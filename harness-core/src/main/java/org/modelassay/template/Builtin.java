package org.modelassay.template;

/**
 * A function of ours, a bound method among them.
 *
 * @param name its name
 * @param typeName Python's name of its type
 * @param signature its parameters
 * @param body what it does with their values
 */
record Builtin(String name, String typeName, Signature signature, Body body) implements Function {
  static final String METHOD = "builtin_function_or_method";

  /** What a built-in does with the values of its parameters. */
  @FunctionalInterface
  interface Body {
    Object apply(Rendering rendering, Object[] values);
  }

  @Override
  public Object call(Rendering rendering, Arguments arguments) {
    Object[] values = signature.bind(name, arguments);
    for (Object each : values) {
      rendering.chargeLook(each);
    }
    return body.apply(rendering, values);
  }

  @Override
  public String describe() {
    return "<" + typeName + " " + name + ">";
  }
}
