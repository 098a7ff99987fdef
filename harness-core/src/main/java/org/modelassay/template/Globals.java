package org.modelassay.template;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.RangeValue;
import org.modelassay.template.Sequence.TupleValue;

/** The variables that are there without being given. */
final class Globals {
  private static final Map<String, Object> COMMON = new HashMap<>();
  private static final Map<String, Object> CHAT = new HashMap<>();

  private Globals() {}

  static Map<String, Object> of(Dialect dialect) {
    return dialect == Dialect.CHAT ? CHAT : COMMON;
  }

  static {
    COMMON.put("range", function("range", "*", (r, a) -> range(((TupleValue) a[0]).items())));
    COMMON.put("dict", new DictFunction());
    COMMON.put("namespace", new NamespaceFunction());
    COMMON.put(
        "cycler", function("cycler", "*", (r, a) -> new Cycler(((TupleValue) a[0]).items())));
    COMMON.put("joiner", function("joiner", "sep=', '", (r, a) -> new Joiner(a[0])));
    COMMON.put(
        "lipsum",
        function(
            "lipsum",
            "*",
            (r, a) -> {
              throw Raised.unsupported("lipsum, which is random,");
            }));
    CHAT.putAll(COMMON);
    CHAT.put(
        "raise_exception",
        function(
            "raise_exception",
            "message",
            (r, a) -> {
              throw new Raised("TemplateError", Values.str(r, a[0]));
            }));
    CHAT.put(
        "strftime_now",
        function(
            "strftime_now",
            "format",
            (r, a) -> {
              String format = Values.text(a[0]);
              if (format == null) {
                throw Raised.type(
                    "strftime() argument 1 must be str, not " + Values.typeName(a[0]));
              }
              return r.made(Strftime.format(r.now(), format));
            }));
  }

  private static Function function(String name, String parameters, Builtin.Body body) {
    return new Builtin(name, "function", Signature.of(parameters), body);
  }

  private static Object range(List<Object> bounds) {
    if (bounds.isEmpty() || bounds.size() > 3) {
      throw Raised.type(
          "range expected "
              + (bounds.isEmpty() ? "at least 1 argument" : "at most 3 arguments")
              + ", got "
              + bounds.size());
    }
    BigInteger first = integer(bounds.get(0));
    return bounds.size() == 1
        ? RangeValue.of(BigInteger.ZERO, first, BigInteger.ONE)
        : RangeValue.of(
            first,
            integer(bounds.get(1)),
            bounds.size() == 2 ? BigInteger.ONE : integer(bounds.get(2)));
  }

  private static BigInteger integer(Object value) {
    BigInteger integer = Values.index(value);
    if (integer == null) {
      throw Raised.type(
          Strings.repr(Values.typeName(value)) + " object cannot be interpreted as an integer");
    }
    return integer;
  }

  private static final class DictFunction implements Function {
    @Override
    public Object call(Rendering rendering, Arguments arguments) {
      return Methods.update(rendering, new DictValue(), arguments);
    }

    @Override
    public @Nullable Object attribute(String attribute, Rendering rendering) {
      return attribute.equals("fromkeys")
          ? function(
              "fromkeys", "iterable, value=None, /", (r, a) -> Methods.fromKeys(r, a[0], a[1]))
          : null;
    }

    @Override
    public String describe() {
      return "<class 'dict'>";
    }
  }

  private static final class NamespaceFunction implements Function {
    @Override
    public Object call(Rendering rendering, Arguments arguments) {
      var namespace =
          new NamespaceValue(
              new DictValue(), rendering.dialect().immutable() ? "TemplateNamespace" : "Namespace");
      DictValue attributes = Methods.update(rendering, new DictValue(), arguments);
      for (DictValue.Entry each : attributes.entries()) {
        namespace.set(rendering, each.key(), each.value());
      }
      return namespace;
    }

    @Override
    public String describe() {
      return "<class 'jinja2.utils.Namespace'>";
    }
  }

  /** Gives its items in turn, over and over. */
  private static final class Cycler implements Function {
    private final List<Object> items;
    private int position;

    Cycler(List<Object> items) {
      if (items.isEmpty()) {
        throw new Raised("RuntimeError", "at least one item has to be provided");
      }
      this.items = items;
    }

    @Override
    public @Nullable Object attribute(String attribute, Rendering rendering) {
      return switch (attribute) {
        case "current" -> items.get(position);
        case "items" -> new TupleValue(items);
        case "pos" -> BigInteger.valueOf(position);
        case "next" ->
            function(
                "next",
                "",
                (r, a) -> {
                  Object current = items.get(position);
                  position = (position + 1) % items.size();
                  return current;
                });
        case "reset" ->
            function(
                "reset",
                "",
                (r, a) -> {
                  position = 0;
                  return None.NONE;
                });
        default -> null;
      };
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
      throw Raised.type("'Cycler' object is not callable");
    }

    @Override
    public String describe() {
      return "<jinja2.utils.Cycler object>";
    }

    @Override
    public String typeName() {
      return "Cycler";
    }
  }

  /** Gives nothing the first time and a separator after that. */
  private static final class Joiner implements Function {
    private final Object separator;
    private boolean used;

    Joiner(Object separator) {
      this.separator = separator;
    }

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
      Object result = used ? separator : "";
      used = true;
      return result;
    }

    @Override
    public @Nullable Object attribute(String attribute, Rendering rendering) {
      return switch (attribute) {
        case "sep" -> separator;
        case "used" -> used;
        default -> null;
      };
    }

    @Override
    public String describe() {
      return "<jinja2.utils.Joiner object>";
    }

    @Override
    public String typeName() {
      return "Joiner";
    }
  }
}
