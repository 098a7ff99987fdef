package org.modelassay.maven.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;

/** Numbers as people read them; the same on every machine, whatever its locale. */
final class Numbers {
  /** The unit of metrics that are a part of a whole. */
  static final String SHARE = "share";

  private static final int DIGITS = 4;
  private static final int MOST_DIGITS = 17;
  private static final char THIN_SPACE = '\u202F';
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Numbers() {}

  /** A value without its unit, four significant digits; a share as per cent. */
  static String of(double value, String unit) {
    return of(value, unit, DIGITS);
  }

  private static String of(double value, String unit, int digits) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "not a number" : value > 0 ? "infinite" : "minus infinite";
    }
    // valueOf, not new: 0.02 is shown as what was written, not as the nearest binary fraction.
    BigDecimal exact = BigDecimal.valueOf(value);
    return unit.equals(SHARE)
        ? share(exact.movePointRight(2), digits) + THIN_SPACE + "%"
        : plain(exact, digits);
  }

  /** Two places after the point, more for what would be lost there. */
  private static String share(BigDecimal percent, int digits) {
    int places = 2 + digits - DIGITS;
    return percent.abs().compareTo(BigDecimal.ONE.movePointLeft(places - 1)) < 0
        ? plain(percent, 2 + digits - DIGITS)
        : plain(percent, Math.max(1, percent.precision() - percent.scale()) + places);
  }

  /** The same, or an empty text for null. */
  static String of(@Nullable Double value, String unit) {
    return value == null ? "" : of(value.doubleValue(), unit);
  }

  /**
   * A value beside a limit, with as many digits as tell the two apart: a broken limit must not read
   * "2 % is above 2 %".
   */
  static String apart(double value, @Nullable Double limit, String unit) {
    int digits = DIGITS;
    if (limit != null && value != limit && Double.isFinite(value) && Double.isFinite(limit)) {
      while (digits < MOST_DIGITS && of(value, unit, digits).equals(of(limit, unit, digits))) {
        digits++;
      }
    }
    return of(value, unit, digits);
  }

  /** A difference with its sign; of shares, in percentage points. */
  static String difference(double difference, String unit) {
    if (!Double.isFinite(difference)) {
      return of(difference, unit);
    }
    String size =
        unit.equals(SHARE)
            ? plain(BigDecimal.valueOf(Math.abs(difference)).movePointRight(2), 3)
                + THIN_SPACE
                + "pp"
            : plain(BigDecimal.valueOf(Math.abs(difference)), 3);
    return (difference < 0 ? "\u2212" : difference > 0 ? "+" : "\u00B1") + size;
  }

  /** Both ends, such as {@code 0.54 to 3.85 %}; empty without an interval. */
  static String interval(@Nullable Interval interval, String unit) {
    if (interval == null) {
      return "";
    }
    String low = of(interval.low(), unit);
    String high = of(interval.high(), unit);
    String sign = THIN_SPACE + "%";
    return (low.endsWith(sign) && high.endsWith(sign) ? low.substring(0, low.length() - 2) : low)
        + " to "
        + high;
  }

  /** A count with groups of three. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** A probability, three digits after the point. */
  static String probability(double probability) {
    return Double.isNaN(probability) ? "NaN" : String.format(Locale.ROOT, "%.3f", probability);
  }

  /** A fixed number of digits after the point. */
  static String fixed(double value, int digits) {
    return Double.isFinite(value)
        ? minus(String.format(Locale.ROOT, "%." + digits + "f", value))
        : of(value, "");
  }

  /** The same; empty without a value. */
  static String fixed(@Nullable Double value, int digits) {
    return value == null ? "" : fixed(value.doubleValue(), digits);
  }

  /** Both ends with a fixed number of digits after the point; empty without an interval. */
  static String fixed(@Nullable Interval interval, int digits) {
    return interval == null
        ? ""
        : fixed(interval.low(), digits) + " to " + fixed(interval.high(), digits);
  }

  /** A difference with a fixed number of digits after the point, and its sign. */
  static String signed(double value, int digits) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%+." + digits + "f", value).replace('-', '\u2212')
        : of(value, "");
  }

  /** Parameters of a model, such as {@code 494 M}. */
  static String magnitude(long count) {
    if (count < 1_000_000) {
      return count(count);
    }
    boolean billions = count >= 1_000_000_000;
    BigDecimal scaled = BigDecimal.valueOf(count).movePointLeft(billions ? 9 : 6);
    return plain(scaled, 3) + THIN_SPACE + (billions ? "B" : "M");
  }

  /** A size in bytes, such as {@code 14.2 kB}. */
  static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + "" + THIN_SPACE + "B";
    }
    int step = bytes < 1_000_000 ? 3 : bytes < 1_000_000_000 ? 6 : 9;
    String unit = step == 3 ? "kB" : step == 6 ? "MB" : "GB";
    return plain(BigDecimal.valueOf(bytes).movePointLeft(step), 3) + THIN_SPACE + unit;
  }

  /** A time span, such as {@code 3 min 20 s}. */
  static String seconds(double seconds) {
    if (!Double.isFinite(seconds) || seconds < 60) {
      return of(seconds, "", 3) + THIN_SPACE + "s";
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? whole / 60 + "" + THIN_SPACE + "min " + whole % 60 + THIN_SPACE + "s"
        : whole / 3600 + "" + THIN_SPACE + "h " + whole % 3600 / 60 + THIN_SPACE + "min";
  }

  /** An ISO 8601 instant to the minute; anything else as it is. */
  static String instant(String iso) {
    try {
      return MINUTE.format(Instant.parse(iso));
    } catch (DateTimeParseException e) {
      return iso;
    }
  }

  private static String plain(BigDecimal exact, int digits) {
    BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    if (rounded.signum() == 0) {
      return "0";
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent < -5 || exponent > 12) {
      BigDecimal mantissa = rounded.movePointLeft(exponent).stripTrailingZeros();
      return minus(mantissa.toPlainString()) + "e" + exponent;
    }
    if (rounded.scale() < 0) {
      // Digits left of the point are never rounded away: 12,345, not 12,340.
      rounded = exact.setScale(0, RoundingMode.HALF_EVEN);
    }
    BigDecimal stripped = rounded.stripTrailingZeros();
    int scale = Math.max(0, stripped.scale());
    return minus(String.format(Locale.ROOT, "%,." + scale + "f", stripped));
  }

  private static String minus(String number) {
    return number.startsWith("-") ? "\u2212" + number.substring(1) : number;
  }
}
