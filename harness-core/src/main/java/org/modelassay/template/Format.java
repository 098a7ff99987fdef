package org.modelassay.template;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.TupleValue;

/** Python's two ways of putting values into a text: {@code %} and {@code str.format}. */
final class Format {
  private static final int MAX_NESTED_SPECS = 2;

  private Format() {}

  // -- text % values

  static String percent(Rendering rendering, String text, Object values, boolean escape) {
    return new Percent(rendering, text, values, escape).run();
  }

  private static final class Percent {
    private final Rendering rendering;
    private final String text;
    private final Object values;
    private final boolean escape;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int used;
    private boolean named;

    Percent(Rendering rendering, String text, Object values, boolean escape) {
      this.rendering = rendering;
      this.text = text;
      this.values = values;
      this.escape = escape;
    }

    String run() {
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c != '%') {
          out.append(c);
        } else {
          conversion();
        }
        if (out.length() > Rendering.MAX_SIZE) {
          rendering.chargeText(out.length());
        }
      }
      boolean mapping =
          !(values instanceof TupleValue)
              && Values.text(values) == null
              && (values instanceof Sequence
                  || values instanceof DictValue
                  || values instanceof Undefined);
      int given = values instanceof TupleValue tuple ? tuple.size() : 1;
      if (!named && !mapping && used < given) {
        throw Raised.type("not all arguments converted during string formatting");
      }
      return out.toString();
    }

    private char next() {
      if (at >= text.length()) {
        throw Raised.value("incomplete format");
      }
      return text.charAt(at++);
    }

    private Object argument() {
      if (values instanceof TupleValue tuple) {
        if (used >= tuple.size()) {
          throw Raised.type("not enough arguments for format string");
        }
        return tuple.get(used++);
      }
      if (used++ > 0) {
        throw Raised.type("not enough arguments for format string");
      }
      return values;
    }

    private void conversion() {
      char c = next();
      @Nullable Object value = null;
      if (c == '(') {
        int close = text.indexOf(')', at);
        if (close < 0) {
          throw Raised.value("incomplete format key");
        }
        value = member(text.substring(at, close));
        at = close + 1;
        c = next();
      }
      boolean left = false;
      boolean zero = false;
      boolean alternate = false;
      char sign = '-';
      for (; "-+ #0".indexOf(c) >= 0; c = next()) {
        left |= c == '-';
        zero |= c == '0';
        alternate |= c == '#';
        sign = c == '+' || (c == ' ' && sign == '-') ? c : sign;
      }
      int width = 0;
      if (c == '*') {
        width = Values.integer(argument());
        left |= width < 0;
        width = Math.abs(width);
        c = next();
      } else {
        int start = at - 1;
        while (c >= '0' && c <= '9') {
          c = next();
        }
        width = FormatSpec.number(start < at - 1 ? text.substring(start, at - 1) : null, 0);
      }
      int precision = -1;
      if (c == '.') {
        c = next();
        if (c == '*') {
          precision = Math.max(0, Values.integer(argument()));
          c = next();
        } else {
          int start = at - 1;
          while (c >= '0' && c <= '9') {
            c = next();
          }
          precision = FormatSpec.number(start < at - 1 ? text.substring(start, at - 1) : null, 0);
        }
      }
      while (c == 'h' || c == 'l' || c == 'L') {
        c = next();
      }
      if (c == '%') {
        out.append('%');
        return;
      }
      if ("diouxXeEfFgGcrsa".indexOf(c) < 0) {
        throw Raised.value(
            "unsupported format character "
                + Strings.repr(String.valueOf(c)).replace("\"", "'")
                + " (0x"
                + Integer.toHexString(c)
                + ") at index "
                + (at - 1));
      }
      append(
          c,
          value == null ? argument() : value,
          new FormatSpec(
              zero && !left ? "0" : " ",
              left ? '<' : zero ? '=' : '>',
              sign,
              alternate,
              width,
              (char) 0,
              precision,
              c));
    }

    private Object member(String key) {
      if (!(values instanceof DictValue dict)) {
        throw values instanceof Undefined undefined
            ? undefined.raised()
            : Raised.type("format requires a mapping");
      }
      named = true;
      Object value = dict.get(key);
      if (value == null) {
        throw new Raised("KeyError", Strings.repr(key));
      }
      return value;
    }

    private void append(char type, Object value, FormatSpec spec) {
      switch (type) {
        case 's', 'r', 'a' -> {
          String shown =
              type == 's'
                  ? escape ? Markup.escape(rendering, value).text() : Values.str(rendering, value)
                  : Values.repr(rendering, value);
          shown = type == 'a' ? Strings.ascii(shown) : shown;
          out.append(texts(spec).format(rendering, shown));
        }
        case 'c' -> {
          String text = Values.text(value);
          BigInteger code = Values.index(value);
          if (text == null && code == null) {
            throw Raised.type("%c requires int or char");
          }
          if (text != null && Strings.length(text) != 1) {
            throw Raised.type("%c requires int or char");
          }
          out.append(
              texts(spec)
                  .format(
                      rendering, text == null ? Strings.character(Values.integer(value)) : text));
        }
        case 'e', 'E', 'f', 'F', 'g', 'G' -> {
          if (!Numbers.isNumber(value)) {
            throw value instanceof Undefined undefined
                ? undefined.raised()
                : Raised.type("must be real number, not " + Values.typeName(value));
          }
          out.append(spec.format(rendering, Numbers.toDouble(value)));
        }
        default -> out.append(integer(type, value, spec));
      }
    }

    /** Text is padded with spaces whatever the flags. */
    private static FormatSpec texts(FormatSpec spec) {
      return new FormatSpec(
          " ",
          spec.align() == '<' ? '<' : '>',
          '-',
          false,
          spec.width(),
          (char) 0,
          spec.type() == 'c' ? -1 : spec.precision(),
          's');
    }

    private String integer(char type, Object value, FormatSpec spec) {
      boolean decimal = type == 'd' || type == 'i' || type == 'u';
      BigInteger number = Values.index(value);
      if (number == null && decimal && value instanceof Double real) {
        if (real.isNaN() || real.isInfinite()) {
          throw Raised.value("cannot convert float to integer");
        }
        number = Numbers.truncate(real);
      }
      if (number == null) {
        throw value instanceof Undefined undefined
            ? undefined.raised()
            : Raised.type(
                "%"
                    + type
                    + " format: "
                    + (decimal ? "a real number" : "an integer")
                    + " is required, not "
                    + Values.typeName(value));
      }
      FormatSpec plain =
          new FormatSpec(
              spec.fill(),
              spec.align(),
              spec.sign(),
              spec.alternate(),
              spec.width(),
              (char) 0,
              -1,
              decimal ? 'd' : type);
      if (spec.precision() < 0) {
        return plain.format(rendering, number);
      }
      FormatSpec digits =
          new FormatSpec("0", '=', '-', false, spec.precision(), (char) 0, -1, plain.type());
      String size = digits.format(rendering, number.abs());
      String sign = number.signum() < 0 ? "-" : spec.sign() == '-' ? "" : "" + spec.sign();
      FormatSpec outer =
          new FormatSpec(
              " ", spec.align() == '<' ? '<' : '>', '-', false, spec.width(), (char) 0, -1, 's');
      return outer.format(rendering, sign + size);
    }
  }

  // -- text.format(...)

  static String format(Rendering rendering, String text, Arguments arguments, boolean escape) {
    return new Fields(rendering, arguments, escape).expand(text, MAX_NESTED_SPECS);
  }

  private static final class Fields {
    private final Rendering rendering;
    private final Arguments arguments;
    private final boolean escape;
    private int automatic;
    private boolean manual;

    Fields(Rendering rendering, Arguments arguments, boolean escape) {
      this.rendering = rendering;
      this.arguments = arguments;
      this.escape = escape;
    }

    String expand(String text, int nested) {
      if (nested < 0) {
        throw Raised.value("Max string recursion exceeded");
      }
      var out = new StringBuilder();
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
        if ((c == '{' || c == '}') && doubled) {
          out.append(c);
          i++;
        } else if (c == '}') {
          throw Raised.value("Single '}' encountered in format string");
        } else if (c == '{') {
          int end = closing(text, i + 1);
          out.append(field(text.substring(i + 1, end), nested));
          i = end;
        } else {
          out.append(c);
        }
        if (out.length() > Rendering.MAX_SIZE) {
          rendering.chargeText(out.length());
        }
      }
      return out.toString();
    }

    private static int closing(String text, int from) {
      if (from >= text.length()) {
        throw Raised.value("Single '{' encountered in format string");
      }
      int open = 1;
      for (int i = from; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '[') {
          int close = text.indexOf(']', i);
          i = close < 0 ? i : close;
        } else if (c == '{') {
          open++;
        } else if (c == '}' && --open == 0) {
          return i;
        }
      }
      throw Raised.value("expected '}' before end of string");
    }

    private String field(String field, int nested) {
      int name = 0;
      while (name < field.length() && field.charAt(name) != '!' && field.charAt(name) != ':') {
        int close = field.charAt(name) == '[' ? field.indexOf(']', name) : -1;
        name = close < 0 ? name + 1 : close + 1;
      }
      Object value = lookUp(field.substring(0, name));
      int at = name;
      if (at < field.length() && field.charAt(at) == '!') {
        if (at + 1 >= field.length()) {
          throw Raised.value("end of string while looking for conversion specifier");
        }
        value = convert(field.charAt(at + 1), value);
        at += 2;
        if (at < field.length() && field.charAt(at) != ':') {
          throw Raised.value("expected ':' after conversion specifier");
        }
      }
      String spec = at < field.length() ? expand(field.substring(at + 1), nested - 1) : "";
      if (escape) {
        String shown = Values.str(rendering, value);
        return Markup.escape(
                rendering,
                value instanceof Markup || spec.isEmpty()
                    ? value
                    : FormatSpec.parse(spec)
                        .format(rendering, Values.text(value) == null ? value : shown))
            .text();
      }
      return spec.isEmpty()
          ? Values.str(rendering, value)
          : FormatSpec.parse(spec).format(rendering, value);
    }

    private Object convert(char conversion, Object value) {
      return switch (conversion) {
        case 's' -> Values.str(rendering, value);
        case 'r' -> Values.repr(rendering, value);
        case 'a' -> Strings.ascii(Values.repr(rendering, value));
        default -> throw Raised.value("Unknown conversion specifier " + conversion);
      };
    }

    private Object lookUp(String name) {
      int end = 0;
      while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
        end++;
      }
      Object value = first(name.substring(0, end));
      int at = end;
      while (at < name.length()) {
        if (name.charAt(at) == '.') {
          int stop = at + 1;
          while (stop < name.length() && name.charAt(stop) != '.' && name.charAt(stop) != '[') {
            stop++;
          }
          String attribute = name.substring(at + 1, stop);
          if (attribute.isEmpty()) {
            throw Raised.value("Empty attribute in format string");
          }
          value = member(value, attribute, false);
          at = stop;
        } else if (name.charAt(at) == '[') {
          int close = name.indexOf(']', at);
          if (close < 0) {
            throw Raised.value("Missing ']' in format string");
          }
          String key = name.substring(at + 1, close);
          if (key.isEmpty()) {
            throw Raised.value("Empty attribute in format string");
          }
          value = member(value, isDigits(key) ? new BigInteger(key) : key, true);
          at = close + 1;
        } else {
          throw Raised.value("Only '.' or '[' may follow ']' in format field specifier");
        }
      }
      return value;
    }

    private Object member(Object owner, Object name, boolean item) {
      if (rendering.dialect().immutable()) {
        return item
            ? Values.item(rendering, owner, name)
            : Values.attribute(rendering, owner, (String) name);
      }
      // Outside of the sandbox this is Python's own formatting: no attribute stands for an item.
      Object found =
          item
              ? Values.ownItem(rendering, owner, name)
              : Values.ownAttribute(rendering, owner, (String) name);
      if (found == null) {
        throw item
            ? new Raised(owner instanceof DictValue ? "KeyError" : "IndexError", "" + name)
            : new Raised(
                "AttributeError",
                Strings.repr(Values.typeName(owner))
                    + " object has no attribute "
                    + Strings.repr((String) name));
      }
      return found;
    }

    private static boolean isDigits(String text) {
      return !text.isEmpty()
          && text.length() < 10
          && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Object first(String name) {
      if (name.isEmpty() || isDigits(name)) {
        if (name.isEmpty() ? manual : automatic > 0) {
          throw Raised.value(
              manual
                  ? "cannot switch from manual field specification to automatic field numbering"
                  : "cannot switch from automatic field numbering to manual field specification");
        }
        manual = !name.isEmpty();
        int index = name.isEmpty() ? automatic++ : Integer.parseInt(name);
        if (index >= arguments.positional().size()) {
          throw new Raised(
              "IndexError",
              "Replacement index " + index + " out of range for positional args tuple");
        }
        return arguments.positional().get(index);
      }
      Object value = arguments.keywords().get(name);
      if (value == null) {
        throw new Raised("KeyError", Strings.repr(name));
      }
      return value;
    }
  }
}
