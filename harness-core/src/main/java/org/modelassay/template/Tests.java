package org.modelassay.template;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** What may follow {@code is}. */
final class Tests {
  private static final Map<String, Function> ALL = new HashMap<>();

  private Tests() {}

  static boolean exists(String name) {
    return ALL.containsKey(name);
  }

  static Function get(String name) {
    Function test = ALL.get(name);
    if (test == null) {
      throw new Raised("TemplateRuntimeError", "No test named " + Strings.repr(name) + " found.");
    }
    return test;
  }

  private static void add(String name, String parameters, Builtin.Body body) {
    ALL.put(name, new Builtin(name, "function", Signature.of(parameters), body));
  }

  private static void compare(String operator, String... names) {
    for (String name : names) {
      add(name, "a, b, /", (r, a) -> Values.ordered(r, operator, a[0], a[1]));
    }
  }

  private static Object remainder(Rendering rendering, Object value, long divisor) {
    return Operators.binary(rendering, "%", value, BigInteger.valueOf(divisor));
  }

  private static boolean sameAs(Object a, Object b) {
    // Small integers, truth values, None and short texts are one object each in Python.
    return a == b
        || (a.getClass() == b.getClass()
            && (a instanceof BigInteger || a instanceof Boolean || a instanceof String)
            && a.equals(b));
  }

  private static boolean isSequence(Object value) {
    // Whatever has a length and elements: an undefined value too, unless it is strict.
    return Values.text(value) != null
        || value instanceof Sequence
        || value instanceof DictValue
        || (value instanceof Undefined undefined && !undefined.strict());
  }

  static {
    add("odd", "value", (r, a) -> Values.equal(r, remainder(r, a[0], 2), BigInteger.ONE));
    add("even", "value", (r, a) -> Values.equal(r, remainder(r, a[0], 2), BigInteger.ZERO));
    add(
        "divisibleby",
        "value, num",
        (r, a) -> Values.equal(r, Operators.binary(r, "%", a[0], a[1]), BigInteger.ZERO));
    add("defined", "value", (r, a) -> !(a[0] instanceof Undefined));
    add("undefined", "value", (r, a) -> a[0] instanceof Undefined);
    add(
        "filter",
        "value",
        (r, a) -> a[0] instanceof String name && Filters.exists(r.dialect(), name));
    add("test", "value", (r, a) -> a[0] instanceof String name && exists(name));
    add("none", "value", (r, a) -> a[0] == None.NONE);
    add("boolean", "value", (r, a) -> a[0] instanceof Boolean);
    add("true", "value", (r, a) -> a[0] instanceof Boolean truth && truth);
    add("false", "value", (r, a) -> a[0] instanceof Boolean truth && !truth);
    add("integer", "value", (r, a) -> a[0] instanceof BigInteger);
    add("float", "value", (r, a) -> a[0] instanceof Double);
    add("number", "value", (r, a) -> Numbers.isNumber(a[0]));
    add("lower", "value", (r, a) -> Strings.isLower(Values.str(r, a[0])));
    add("upper", "value", (r, a) -> Strings.isUpper(Values.str(r, a[0])));
    add("string", "value", (r, a) -> Values.text(a[0]) != null);
    add("mapping", "value", (r, a) -> a[0] instanceof DictValue);
    add("sequence", "value", (r, a) -> isSequence(a[0]));
    add("iterable", "value", (r, a) -> Values.isIterable(a[0]));
    add("callable", "obj, /", (r, a) -> a[0] instanceof Function || a[0] instanceof Undefined);
    add("sameas", "value, other", (r, a) -> sameAs(a[0], a[1]));
    add("escaped", "value", (r, a) -> a[0] instanceof Markup);
    add("in", "value, seq", (r, a) -> Values.contains(r, a[1], a[0]));
    for (String name : new String[] {"==", "eq", "equalto"}) {
      add(name, "a, b, /", (r, a) -> Values.equal(r, a[0], a[1]));
    }
    for (String name : new String[] {"!=", "ne"}) {
      add(name, "a, b, /", (r, a) -> !Values.equal(r, a[0], a[1]));
    }
    compare(">", ">", "gt", "greaterthan");
    compare(">=", ">=", "ge");
    compare("<", "<", "lt", "lessthan");
    compare("<=", "<=", "le");
  }
}
