package org.modelassay.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How one value is laid out: Python's format specification, and the flags of {@code %} as one.
 *
 * @param fill what fills the width, as text of one code point
 * @param align {@code < > ^ =}, or 0 for the type's own
 * @param sign {@code + - } or a space
 * @param alternate the {@code #}
 * @param width the least width
 * @param group {@code ,} or {@code _} between thousands, or 0
 * @param precision digits or characters, or -1
 * @param type the letter, or 0
 */
record FormatSpec(
    String fill,
    char align,
    char sign,
    boolean alternate,
    int width,
    char group,
    int precision,
    char type) {
  private static final Pattern SPEC =
      Pattern.compile(
          "(?s)(?:(.)?([<>=^]))?([-+ ])?z?(#)?(0)?(\\d+)?([_,])?(?:\\.(\\d+))?(\\p{ASCII})?");

  static FormatSpec parse(String text) {
    Matcher parts = SPEC.matcher(text);
    if (!parts.matches()) {
      throw Raised.value("Invalid format specifier");
    }
    boolean zero = parts.group(5) != null;
    String align = parts.group(2);
    return new FormatSpec(
        parts.group(1) != null ? parts.group(1) : zero ? "0" : " ",
        align != null ? align.charAt(0) : zero ? '=' : 0,
        parts.group(3) == null ? '-' : parts.group(3).charAt(0),
        parts.group(4) != null,
        number(parts.group(6), 0),
        parts.group(7) == null ? 0 : parts.group(7).charAt(0),
        number(parts.group(8), -1),
        parts.group(9) == null ? 0 : parts.group(9).charAt(0));
  }

  static int number(@Nullable String digits, int otherwise) {
    if (digits == null) {
      return otherwise;
    }
    if (digits.length() > 7) {
      throw Raised.limit("a width or precision of more than 7 digits");
    }
    return Integer.parseInt(digits);
  }

  /** {@code format(value, spec)} for a specification that is not empty. */
  String format(Rendering rendering, Object value) {
    rendering.chargeText((long) Math.max(width, 0) + Math.max(precision, 0));
    String text = Values.text(value);
    BigInteger integer = Values.index(value);
    if (text != null) {
      return formatText(text);
    } else if (integer != null) {
      return switch (type) {
        case 'e', 'E', 'f', 'F', 'g', 'G', '%' -> formatFloat(Numbers.toDouble(value));
        default -> formatInteger(integer);
      };
    } else if (value instanceof Double number) {
      return formatFloat(number);
    }
    throw Raised.type(
        "unsupported format string passed to " + Values.typeName(value) + ".__format__");
  }

  private String formatText(String text) {
    if (type != 0 && type != 's') {
      throw unknown("str");
    }
    if (align == '=' && !fill.equals("0")) {
      throw Raised.value("'=' alignment not allowed in string format specifier");
    }
    if (sign != '-') {
      throw Raised.value("Sign not allowed in string format specifier");
    }
    String cut =
        precision >= 0 && Strings.length(text) > precision
            ? text.substring(0, Strings.offset(text, precision))
            : text;
    return pad("", cut, align == 0 || align == '=' ? '<' : align);
  }

  private Raised unknown(String kind) {
    return Raised.value(
        "Unknown format code "
            + Strings.repr(String.valueOf(type))
            + " for object of type '"
            + kind
            + "'");
  }

  private String formatInteger(BigInteger value) {
    if (precision >= 0) {
      throw Raised.value("Precision not allowed in integer format specifier");
    }
    if (type == 'c') {
      if (value.signum() < 0 || value.compareTo(BigInteger.valueOf(0x10ffff)) > 0) {
        throw new Raised("OverflowError", "character code not in range(0x110000)");
      }
      return pad("", Strings.character(value.intValue()), align == 0 ? '<' : align);
    }
    return pad(
        sign(value.signum() < 0) + prefix(),
        grouped(digits(value.abs())),
        align == 0 ? '>' : align);
  }

  private String prefix() {
    return !alternate
        ? ""
        : switch (type) {
          case 'x' -> "0x";
          case 'X' -> "0X";
          case 'o' -> "0o";
          case 'b' -> "0b";
          default -> "";
        };
  }

  private String digits(BigInteger size) {
    return switch (type) {
      case 0, 'd', 'n', 'i', 'u' -> Numbers.repr(size);
      case 'x' -> size.toString(16);
      case 'X' -> Strings.upper(size.toString(16));
      case 'o' -> size.toString(8);
      case 'b' -> size.toString(2);
      default -> throw unknown("int");
    };
  }

  private String sign(boolean negative) {
    return negative ? "-" : sign == '-' ? "" : String.valueOf(sign);
  }

  String formatFloat(double value) {
    if (precision > Numbers.MAX_DIGITS) {
      throw Raised.limit("a precision of more than " + Numbers.MAX_DIGITS + " digits");
    }
    boolean negative = value < 0 || (value == 0 && 1 / value < 0);
    double size = Math.abs(value);
    String digits;
    if (Double.isNaN(size) || Double.isInfinite(size)) {
      digits = Double.isNaN(size) ? "nan" : "inf";
      digits = Character.isUpperCase(type) ? Strings.upper(digits) : digits;
      digits = type == '%' ? digits + "%" : digits;
      return pad(sign(negative), digits, align == 0 ? '>' : align);
    }
    int places = precision < 0 ? 6 : precision;
    digits =
        switch (type) {
          case 'f', 'F' -> fixed(new BigDecimal(size), places);
          case '%' -> fixed(new BigDecimal(size * 100), places) + "%";
          case 'e', 'E' ->
              scientific(
                  new BigDecimal(size), places, Character.toUpperCase(type) == type ? 'E' : 'e');
          case 'g', 'G', 'n' ->
              general(size, places == 0 ? 1 : places, type == 'G' ? 'E' : 'e', false);
          case 0 ->
              precision < 0
                  ? Numbers.repr(size)
                  : general(size, precision == 0 ? 1 : precision, 'e', true);
          default -> throw unknown("float");
        };
    return pad(sign(negative), grouped(digits), align == 0 ? '>' : align);
  }

  private String fixed(BigDecimal value, int places) {
    String text = value.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
    return places == 0 && alternate ? text + "." : text;
  }

  private String scientific(BigDecimal value, int places, char letter) {
    BigDecimal rounded =
        value.signum() == 0
            ? BigDecimal.ZERO
            : value.round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
    int exponent = value.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    String digits = rounded.unscaledValue().toString();
    digits = digits + "0".repeat(Math.max(0, places + 1 - digits.length()));
    digits = digits.substring(0, places + 1);
    String point = places > 0 ? "." : alternate ? "." : "";
    return digits.charAt(0) + point + digits.substring(1) + Numbers.exponent(exponent, letter);
  }

  /** The shorter of fixed and scientific, without trailing zeros. */
  private String general(double size, int digits, char letter, boolean decimalPoint) {
    BigDecimal exact = new BigDecimal(size);
    BigDecimal rounded =
        size == 0 ? BigDecimal.ZERO : exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = size == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    boolean plain = exponent >= -4 && exponent < (decimalPoint ? digits - 1 : digits);
    if (plain) {
      String text =
          exact
              .setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN)
              .toPlainString();
      text = alternate ? text : withoutZeros(text);
      return decimalPoint && text.indexOf('.') < 0 ? text + ".0" : text;
    }
    String text = scientific(exact, digits - 1, letter);
    int mark = text.indexOf(letter);
    return alternate ? text : withoutZeros(text.substring(0, mark)) + text.substring(mark);
  }

  private static String withoutZeros(String text) {
    if (text.indexOf('.') < 0) {
      return text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }

  private String grouped(String digits) {
    if (group == 0) {
      return digits;
    }
    int end = 0;
    while (end < digits.length()
        && Character.digit(digits.charAt(end), 16) >= 0
        && (type != 0 || Character.isDigit(digits.charAt(end)))) {
      end++;
    }
    int every = type == 'x' || type == 'X' || type == 'b' || type == 'o' ? 4 : 3;
    var result = new StringBuilder(digits);
    for (int i = end - every; i > 0; i -= every) {
      result.insert(i, group);
    }
    return result.toString();
  }

  private String pad(String sign, String digits, char to) {
    int missing = width - Strings.length(sign) - Strings.length(digits);
    if (missing <= 0) {
      return sign + digits;
    }
    return switch (to) {
      case '<' -> sign + digits + fill.repeat(missing);
      case '^' -> fill.repeat(missing / 2) + sign + digits + fill.repeat(missing - missing / 2);
      case '=' -> sign + fill.repeat(missing) + digits;
      default -> fill.repeat(missing) + sign + digits;
    };
  }
}
