package org.modelassay.gate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.modelassay.statistics.Rates;

/** Numbers with their unit, as people read them: the same in every locale. */
public final class Amounts {
  private static final String SHARE = "share";
  private static final String RATIO = "ratio";
  private static final int DIGITS = 4;

  private Amounts() {}

  /**
   * An amount rounded to four significant digits, a share in percent: {@code 1.234 bits/byte},
   * {@code 8.12 %}.
   *
   * @param value the value
   * @param unit its unit
   */
  public static String rounded(double value, String unit) {
    return Double.isFinite(value) ? text(round(inUnit(value, unit), unit, 0), unit) : odd(value);
  }

  /** An amount with all its digits, as limits are shown. */
  public static String exact(double value, String unit) {
    return Double.isFinite(value) ? text(inUnit(value, unit), unit) : odd(value);
  }

  /**
   * An amount rounded, but with as many digits as it needs to stand on the side of the limit that
   * it is on: 2 % is never said to be above 2 %.
   *
   * @param value the value
   * @param limit the limit it is compared with
   * @param unit the unit of both
   */
  static String beside(double value, double limit, String unit) {
    if (!Double.isFinite(value) || !Double.isFinite(limit)) {
      return rounded(value, unit);
    }
    BigDecimal exact = inUnit(value, unit);
    BigDecimal bound = inUnit(limit, unit);
    BigDecimal shown = round(exact, unit, 0);
    for (int more = 1; shown.compareTo(bound) != exact.compareTo(bound); more++) {
      shown = round(exact, unit, more);
    }
    return text(shown, unit);
  }

  private static BigDecimal inUnit(double value, String unit) {
    BigDecimal exact = BigDecimal.valueOf(value);
    return unit.equals(SHARE) ? exact.movePointRight(2) : exact;
  }

  /** Keeps four significant digits and some more; of percent two decimals, of others all units. */
  private static BigDecimal round(BigDecimal value, String unit, int more) {
    int before = value.precision() - value.scale();
    int decimals = unit.equals(SHARE) ? Math.max(2, DIGITS - 1 - before) : DIGITS - before;
    return value.setScale(Math.max(0, decimals) + more, RoundingMode.HALF_EVEN);
  }

  private static String text(BigDecimal value, String unit) {
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    boolean tiny = stripped.abs().compareTo(new BigDecimal("1e-6")) < 0;
    String number = tiny ? stripped.toString() : stripped.toPlainString();
    return switch (unit) {
      case SHARE -> number + " %";
      case RATIO, "" -> number;
      default -> number + " " + unit;
    };
  }

  private static String odd(double value) {
    return Double.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "-infinity";
  }

  /**
   * A figure as it stands before its limit: value, interval, sample, the baseline's value.
   *
   * @param figure the figure
   * @param limit the limit it is compared with
   */
  static String figure(Figure figure, double limit) {
    String unit = figure.metric().unit();
    StringBuilder text = new StringBuilder(figure.metric().name()).append(" is ");
    text.append(beside(figure.value(), limit, unit));
    if (figure.interval() != null) {
      text.append(" [").append(beside(figure.interval().low(), limit, unit));
      text.append(", ").append(beside(figure.interval().high(), limit, unit)).append(']');
    }
    text.append(" (").append(sample(figure));
    if (figure.baseline() != null) {
      text.append("; baseline ").append(rounded(figure.baseline(), unit));
    }
    if (figure.noise() > 0) {
      text.append("; noise ").append(rounded(figure.noise(), unit));
    }
    return text.append(')').toString();
  }

  private static String sample(Figure figure) {
    String all = figure.n() + " " + figure.sample();
    double counted = figure.value() * figure.n();
    boolean count =
        figure.metric().unit().equals(SHARE)
            && figure.interval() != null
            && figure.interval().method().equals(Rates.CLOPPER_PEARSON)
            && Math.abs(counted - Math.rint(counted)) < 1e-6;
    return count ? Math.round(counted) + " of " + all : "n = " + all;
  }
}
