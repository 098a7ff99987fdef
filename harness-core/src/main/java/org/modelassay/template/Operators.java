package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.ListValue;
import org.modelassay.template.Sequence.TupleValue;

/** Python's arithmetic over values. */
final class Operators {
  private Operators() {}

  static Object binary(Rendering rendering, String operator, Object a, Object b) {
    BigInteger x = Values.index(a);
    BigInteger y = Values.index(b);
    if (x != null && y != null) {
      rendering.charge(1 + x.bitLength() / 64L * (1 + y.bitLength() / 64L));
    }
    Object result =
        switch (operator) {
          case "+" -> add(rendering, a, b);
          case "-" -> subtract(a, b);
          case "*" -> multiply(rendering, a, b);
          case "/" -> divide(a, b);
          case "//" -> floorDivide(a, b);
          case "%" -> modulo(rendering, a, b);
          default -> numbers(a, b) ? power(rendering, a, b) : null;
        };
    if (result != null) {
      return result;
    }
    if (a instanceof Undefined undefined) {
      throw undefined.raised();
    }
    if (b instanceof Undefined undefined) {
      throw undefined.raised();
    }
    throw mismatch(operator, a, b);
  }

  private static Raised mismatch(String operator, Object a, Object b) {
    String left = Values.typeName(a);
    String right = Values.typeName(b);
    if (operator.equals("+")
        && (a instanceof String || a instanceof ListValue || a instanceof TupleValue)) {
      return Raised.type("can only concatenate " + left + " (not \"" + right + "\") to " + left);
    }
    if (operator.equals("*") && (isSequence(a) || isSequence(b))) {
      return Raised.type(
          "can't multiply sequence by non-int of type "
              + Strings.repr(isSequence(a) ? right : left));
    }
    String name = operator.equals("**") ? "** or pow()" : operator;
    return Raised.type(
        "unsupported operand type(s) for "
            + name
            + ": "
            + Strings.repr(left)
            + " and "
            + Strings.repr(right));
  }

  static Object negate(Object value) {
    BigInteger integer = Values.index(value);
    if (integer != null) {
      return integer.negate();
    } else if (value instanceof Double number) {
      return -number;
    }
    throw badUnary("-", value);
  }

  static Object plus(Object value) {
    BigInteger integer = Values.index(value);
    if (integer != null) {
      return integer;
    } else if (value instanceof Double) {
      return value;
    }
    throw badUnary("+", value);
  }

  private static Raised badUnary(String operator, Object value) {
    return value instanceof Undefined undefined
        ? undefined.raised()
        : Raised.type(
            "bad operand type for unary " + operator + ": " + Strings.repr(Values.typeName(value)));
  }

  private static Object power(Rendering rendering, Object a, Object b) {
    Object power = Numbers.power(a, b);
    rendering.charge(power instanceof BigInteger integer ? integer.bitLength() : 1);
    return power;
  }

  private static boolean numbers(Object a, Object b) {
    return Numbers.isNumber(a) && Numbers.isNumber(b);
  }

  private static boolean isSequence(Object value) {
    return Values.text(value) != null || value instanceof ListValue || value instanceof TupleValue;
  }

  private static @Nullable Object add(Rendering rendering, Object a, Object b) {
    String first = Values.text(a);
    String second = Values.text(b);
    if (first != null && second != null) {
      if (a instanceof Markup || b instanceof Markup) {
        return new Markup(
            rendering.made(
                Markup.escape(rendering, a).text() + Markup.escape(rendering, b).text()));
      }
      rendering.chargeText((long) first.length() + second.length());
      return first + second;
    } else if (a instanceof ListValue left && b instanceof ListValue right) {
      return rendering.list(concatenate(rendering, left, right));
    } else if (a instanceof TupleValue left && b instanceof TupleValue right) {
      return new TupleValue(concatenate(rendering, left, right));
    }
    BigInteger x = Values.index(a);
    BigInteger y = Values.index(b);
    if (x != null && y != null) {
      return Numbers.bounded(x.add(y));
    }
    return numbers(a, b) ? Numbers.toDouble(a) + Numbers.toDouble(b) : null;
  }

  private static List<Object> concatenate(Rendering rendering, Sequence a, Sequence b) {
    rendering.chargeItems((long) a.size() + b.size());
    List<Object> all = a.toList();
    all.addAll(b.toList());
    return all;
  }

  private static @Nullable Object subtract(Object a, Object b) {
    BigInteger x = Values.index(a);
    BigInteger y = Values.index(b);
    if (x != null && y != null) {
      return Numbers.bounded(x.subtract(y));
    }
    return numbers(a, b) ? Numbers.toDouble(a) - Numbers.toDouble(b) : null;
  }

  private static @Nullable Object multiply(Rendering rendering, Object a, Object b) {
    BigInteger x = Values.index(a);
    BigInteger y = Values.index(b);
    if (x != null && y != null) {
      return Numbers.multiply(x, y);
    }
    if (isSequence(a) && y != null) {
      return repeat(rendering, a, y);
    }
    if (isSequence(b) && x != null) {
      return repeat(rendering, b, x);
    }
    return numbers(a, b) ? Numbers.toDouble(a) * Numbers.toDouble(b) : null;
  }

  private static Object repeat(Rendering rendering, Object value, BigInteger count) {
    int times =
        count.signum() <= 0 ? 0 : count.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue();
    String text = Values.text(value);
    if (text != null) {
      rendering.chargeText((long) text.length() * times);
      String all = text.isEmpty() ? "" : text.repeat(times);
      return value instanceof Markup ? new Markup(all) : all;
    }
    Sequence sequence = (Sequence) value;
    rendering.chargeItems((long) sequence.size() * times);
    var all = new ArrayList<Object>();
    List<Object> once = sequence.toList();
    for (int i = 0; i < (once.isEmpty() ? 0 : times); i++) {
      all.addAll(once);
    }
    return value instanceof ListValue ? new ListValue(all) : new TupleValue(all);
  }

  private static @Nullable Object divide(Object a, Object b) {
    BigInteger x = Values.index(a);
    BigInteger y = Values.index(b);
    if (x != null && y != null) {
      return Numbers.divide(x, y);
    }
    if (!numbers(a, b)) {
      return null;
    }
    double divisor = Numbers.toDouble(b);
    if (divisor == 0) {
      throw Numbers.zeroDivision("float division by zero");
    }
    return Numbers.toDouble(a) / divisor;
  }

  private static @Nullable Object floorDivide(Object a, Object b) {
    BigInteger x = Values.index(a);
    BigInteger y = Values.index(b);
    if (x != null && y != null) {
      return Numbers.floorDivide(x, y);
    }
    return numbers(a, b) ? Numbers.floorDivide(Numbers.toDouble(a), Numbers.toDouble(b)) : null;
  }

  private static @Nullable Object modulo(Rendering rendering, Object a, Object b) {
    String text = Values.text(a);
    if (text != null) {
      if (a instanceof Markup) {
        return new Markup(rendering.made(Format.percent(rendering, text, b, true)));
      }
      rendering.charge(text.length());
      return rendering.made(Format.percent(rendering, text, b, false));
    }
    BigInteger x = Values.index(a);
    BigInteger y = Values.index(b);
    if (x != null && y != null) {
      return Numbers.modulo(x, y);
    }
    return numbers(a, b) ? Numbers.modulo(Numbers.toDouble(a), Numbers.toDouble(b)) : null;
  }
}
