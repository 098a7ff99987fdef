package org.modelassay.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Python's numbers: integers without bound (but ours), floats, and truth values among them. */
final class Numbers {
  /** Python converts no longer integers to and from text. */
  static final int MAX_DIGITS = 4300;

  /** The largest integer that is computed. */
  private static final int MAX_BITS = 1 << 14;

  private static final MathContext QUOTIENT = new MathContext(60, RoundingMode.HALF_EVEN);

  private Numbers() {}

  static boolean isNumber(Object value) {
    return value instanceof BigInteger || value instanceof Double || value instanceof Boolean;
  }

  static boolean isNaN(Object value) {
    return value instanceof Double number && number.isNaN();
  }

  /** Compares two numbers exactly; NaN equals nothing and is above all. */
  static int compare(Object a, Object b) {
    BigInteger x = Values.index(a);
    BigInteger y = Values.index(b);
    if (x != null && y != null) {
      return x.compareTo(y);
    }
    if (x == null && y == null) {
      double first = (Double) a;
      double second = (Double) b;
      return first == second ? 0 : first < second ? -1 : 1;
    }
    if (y == null) {
      return -compare(b, a);
    }
    double first = (Double) a;
    if (Double.isNaN(first) || Double.isInfinite(first)) {
      return first < 0 ? -1 : 1;
    }
    return new BigDecimal(first).compareTo(new BigDecimal(y));
  }

  static BigInteger truncate(double number) {
    return new BigDecimal(number).toBigInteger();
  }

  /** An integer or truth value as an integer. */
  static BigInteger toInteger(Object value) {
    BigInteger integer = Values.index(value);
    return integer == null ? BigInteger.ZERO : integer;
  }

  /** A number as a float. */
  static double toDouble(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    BigInteger integer = Values.index(value);
    double number = integer == null ? Double.NaN : integer.doubleValue();
    if (Double.isInfinite(number)) {
      throw new Raised("OverflowError", "int too large to convert to float");
    }
    return number;
  }

  // -- text

  static String repr(BigInteger number) {
    // 10^4300 has 14,285 bits.
    if (number.bitLength() > 14_284
        && number.abs().compareTo(BigInteger.TEN.pow(MAX_DIGITS)) >= 0) {
      throw Raised.value("Exceeds the limit (4300 digits) for integer string conversion");
    }
    return number.toString();
  }

  /** The shortest digits that read back as the same float, as Python lays them out. */
  static String repr(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    } else if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    } else if (number == 0) {
      return 1 / number < 0 ? "-0.0" : "0.0";
    }
    BigDecimal shortest = shortest(number);
    int exponent = shortest.precision() - shortest.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      return scientific(shortest.stripTrailingZeros(), exponent);
    }
    String plain = shortest.stripTrailingZeros().toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static String scientific(BigDecimal number, int exponent) {
    String digits = number.unscaledValue().abs().toString();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (number.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + exponent(exponent, 'e');
  }

  static String exponent(int exponent, char letter) {
    int size = Math.abs(exponent);
    return letter + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
  }

  // Java's own printing is not the shortest before release 19.
  private static BigDecimal shortest(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal nearest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (nearest.doubleValue() == number) {
        return nearest;
      }
      // Above a power of two floats are wider apart than below it.
      BigDecimal away = exact.round(new MathContext(digits, RoundingMode.UP));
      if (away.doubleValue() == number) {
        return away;
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }

  /** Reads an integer as {@code int(text, base)} does, or returns null. */
  static @Nullable BigInteger parseInteger(String text, int base) {
    String digits = asciiDigits(text);
    boolean negative = digits.startsWith("-");
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    int radix = base;
    boolean prefixed = false;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      int named =
          switch (Character.toLowerCase(digits.charAt(1))) {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 0;
          };
      if (named != 0 && (base == 0 || base == named)) {
        radix = named;
        digits = digits.substring(2);
        prefixed = true;
      }
    }
    if (radix == 0) {
      radix = 10;
      if (digits.length() > 1
          && digits.startsWith("0")
          && !digits.replaceAll("[0_]", "").isEmpty()) {
        return null;
      }
    }
    String plain =
        withoutUnderscores(prefixed && digits.startsWith("_") ? digits.substring(1) : digits);
    if (plain.isEmpty()) {
      return null;
    }
    for (int i = 0; i < plain.length(); i++) {
      if (plain.charAt(i) > 127 || Character.digit(plain.charAt(i), radix) < 0) {
        return null;
      }
    }
    if (plain.length() > MAX_DIGITS) {
      throw Raised.value("Exceeds the limit (4300 digits) for integer string conversion");
    }
    BigInteger number = new BigInteger(plain, radix);
    return negative ? number.negate() : number;
  }

  /** Reads a float as {@code float(text)} does, or returns null. */
  static @Nullable Double parseDouble(String text) {
    String plain = asciiDigits(text);
    String lower = Strings.lower(plain);
    String unsigned = lower.startsWith("-") || lower.startsWith("+") ? lower.substring(1) : lower;
    if (unsigned.equals("nan")) {
      return Double.NaN;
    } else if (unsigned.equals("inf") || unsigned.equals("infinity")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    String digits = withoutUnderscores(plain);
    boolean sound = !digits.isEmpty();
    for (int i = 0; i < digits.length(); i++) {
      sound &= "0123456789.eE+-".indexOf(digits.charAt(i)) >= 0;
    }
    try {
      return sound ? Double.valueOf(digits) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String asciiDigits(String text) {
    String stripped = Strings.stripEnd(Strings.stripStart(text));
    var result = new StringBuilder(stripped.length());
    stripped
        .codePoints()
        .forEach(
            c ->
                result.appendCodePoint(
                    c > 127 && Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
    return result.toString();
  }

  /** Drops single underscores between digits; leaves nothing when one stands elsewhere. */
  private static String withoutUnderscores(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) == '_'
          && (i == 0
              || i == digits.length() - 1
              || !Character.isLetterOrDigit(digits.charAt(i - 1))
              || !Character.isLetterOrDigit(digits.charAt(i + 1)))) {
        return "";
      }
    }
    return digits.replace("_", "");
  }

  // -- arithmetic

  static BigInteger bounded(BigInteger number) {
    if (number.bitLength() > MAX_BITS) {
      throw Raised.limit("an integer of more than " + MAX_BITS + " bits");
    }
    return number;
  }

  static Object multiply(BigInteger a, BigInteger b) {
    if ((long) a.bitLength() + b.bitLength() > MAX_BITS + 1L) {
      throw Raised.limit("an integer of more than " + MAX_BITS + " bits");
    }
    return a.multiply(b);
  }

  /** {@code a / b}, rounded once. */
  static double divide(BigInteger a, BigInteger b) {
    if (b.signum() == 0) {
      throw zeroDivision("division by zero");
    }
    if (a.bitLength() <= 53 && b.bitLength() <= 53) {
      return a.doubleValue() / b.doubleValue();
    }
    double quotient = new BigDecimal(a).divide(new BigDecimal(b), QUOTIENT).doubleValue();
    if (Double.isInfinite(quotient)) {
      throw new Raised("OverflowError", "integer division result too large for a float");
    }
    return quotient;
  }

  static BigInteger floorDivide(BigInteger a, BigInteger b) {
    if (b.signum() == 0) {
      throw zeroDivision("integer division or modulo by zero");
    }
    BigInteger[] parts = a.divideAndRemainder(b);
    boolean down = parts[1].signum() != 0 && parts[1].signum() != b.signum();
    return down ? parts[0].subtract(BigInteger.ONE) : parts[0];
  }

  static BigInteger modulo(BigInteger a, BigInteger b) {
    if (b.signum() == 0) {
      throw zeroDivision("integer modulo by zero");
    }
    BigInteger remainder = a.remainder(b);
    return remainder.signum() != 0 && remainder.signum() != b.signum()
        ? remainder.add(b)
        : remainder;
  }

  static double floorDivide(double a, double b) {
    if (b == 0) {
      throw zeroDivision("float floor division by zero");
    }
    double remainder = a % b;
    double quotient = (a - remainder) / b;
    if (remainder != 0 && (b < 0) != (remainder < 0)) {
      quotient -= 1;
    }
    if (quotient == 0 || Double.isNaN(quotient)) {
      return Double.isNaN(quotient) ? quotient : Math.copySign(0.0, a / b);
    }
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }

  static double modulo(double a, double b) {
    if (b == 0) {
      throw zeroDivision("float modulo");
    }
    double remainder = a % b;
    if (remainder == 0) {
      return Math.copySign(0.0, b);
    }
    return (b < 0) != (remainder < 0) ? remainder + b : remainder;
  }

  static Object power(Object a, Object b) {
    BigInteger base = Values.index(a);
    BigInteger exponent = Values.index(b);
    if (base != null && exponent != null && exponent.signum() >= 0) {
      if (base.abs().bitLength() <= 1) {
        boolean odd = exponent.testBit(0);
        return exponent.signum() == 0
            ? BigInteger.ONE
            : base.signum() < 0 && !odd ? BigInteger.ONE : base;
      }
      if (exponent.bitLength() > 20
          || (long) (base.abs().bitLength() - 1) * exponent.intValue() > MAX_BITS) {
        throw Raised.limit("an integer of more than " + MAX_BITS + " bits");
      }
      return bounded(base.pow(exponent.intValue()));
    }
    double x = toDouble(a);
    double y = toDouble(b);
    if (x == 0 && y < 0) {
      throw zeroDivision("0.0 cannot be raised to a negative power");
    }
    if (x < 0 && !Double.isInfinite(x) && !Double.isInfinite(y) && y != Math.rint(y)) {
      throw Raised.unsupported("a complex number");
    }
    if (x == 1 || y == 0) {
      return 1.0;
    }
    if (x == -1 && Double.isInfinite(y)) {
      return 1.0;
    }
    double power = Math.pow(x, y);
    if (Double.isInfinite(power) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
      throw new Raised("OverflowError", "(34, 'Numerical result out of range')");
    }
    return power;
  }

  static Raised zeroDivision(String message) {
    return new Raised("ZeroDivisionError", message);
  }

  /** {@code round(value, digits)} of a float: half to even, by its exact decimal value. */
  static double round(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value) || digits > 323) {
      return value;
    }
    if (digits < -308) {
      return Math.copySign(0.0, value);
    }
    double rounded = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
    return rounded == 0 ? Math.copySign(0.0, value) : rounded;
  }

  /** {@code round(value, digits)} of an integer. */
  static BigInteger round(BigInteger value, int digits) {
    return digits >= 0
        ? value
        : digits < -MAX_DIGITS * 5
            ? BigInteger.ZERO
            : new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toBigInteger();
  }
}
