package org.modelassay.template;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** {@code datetime.strftime} in the C locale, of a date and time without a zone. */
final class Strftime {
  private final LocalDateTime time;
  private final StringBuilder out = new StringBuilder();

  private Strftime(LocalDateTime time) {
    this.time = time;
  }

  static String format(LocalDateTime time, String format) {
    var strftime = new Strftime(time);
    strftime.expand(format);
    return strftime.out.toString();
  }

  private void expand(String format) {
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      int start = i++;
      char flag = 0;
      if ("-_0^#".indexOf(format.charAt(i)) >= 0 && i + 1 < format.length()) {
        flag = format.charAt(i++);
      }
      if (!directive(format.charAt(i), flag)) {
        out.append(format, start, i + 1);
      }
    }
  }

  private boolean directive(char letter, char flag) {
    switch (letter) {
      case 'Y' -> number(time.getYear(), 1, '0', flag);
      case 'C' -> number(time.getYear() / 100, 2, '0', flag);
      case 'y' -> number(time.getYear() % 100, 2, '0', flag);
      case 'G' -> number(time.get(IsoFields.WEEK_BASED_YEAR), 1, '0', flag);
      case 'g' -> number(time.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0', flag);
      case 'm' -> number(time.getMonthValue(), 2, '0', flag);
      case 'd' -> number(time.getDayOfMonth(), 2, '0', flag);
      case 'e' -> number(time.getDayOfMonth(), 2, ' ', flag);
      case 'j' -> number(time.getDayOfYear(), 3, '0', flag);
      case 'H' -> number(time.getHour(), 2, '0', flag);
      case 'k' -> number(time.getHour(), 2, ' ', flag);
      case 'I' -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, '0', flag);
      case 'l' -> number(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, ' ', flag);
      case 'M' -> number(time.getMinute(), 2, '0', flag);
      case 'S' -> number(time.getSecond(), 2, '0', flag);
      case 'f' -> number(time.getNano() / 1000, 6, '0', (char) 0);
      case 'u' -> number(time.getDayOfWeek().getValue(), 1, '0', flag);
      case 'w' -> number(time.getDayOfWeek().getValue() % 7, 1, '0', flag);
      case 'U' -> number(week(time.getDayOfWeek().getValue() % 7), 2, '0', flag);
      case 'W' -> number(week(time.getDayOfWeek().getValue() - 1), 2, '0', flag);
      case 'V' -> number(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', flag);
      case 'B' -> name(time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), flag);
      case 'b', 'h' -> name(time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH), flag);
      case 'A' -> name(time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), flag);
      case 'a' -> name(time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH), flag);
      case 'p' -> {
        String half = time.getHour() < 12 ? "AM" : "PM";
        out.append(flag == '#' ? Strings.lower(half) : half);
      }
      case 'P' -> out.append(time.getHour() < 12 ? "am" : "pm");
      case 'F' -> expand("%Y-%m-%d");
      case 'D', 'x' -> expand("%m/%d/%y");
      case 'T', 'X' -> expand("%H:%M:%S");
      case 'R' -> expand("%H:%M");
      case 'r' -> expand("%I:%M:%S %p");
      case 'c' -> expand("%a %b %e %H:%M:%S %Y");
      // A time without a zone has neither name nor offset.
      case 'Z', 'z' -> {}
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case '%' -> out.append('%');
      default -> {
        return false;
      }
    }
    return true;
  }

  private int week(int daysSinceWeekBegan) {
    return (time.getDayOfYear() + 6 - daysSinceWeekBegan) / 7;
  }

  private void number(int value, int width, char fill, char flag) {
    String digits = Integer.toString(value);
    char with = flag == '_' ? ' ' : flag == '0' ? '0' : fill;
    int missing = flag == '-' ? 0 : width - digits.length();
    out.append(String.valueOf(with).repeat(Math.max(0, missing))).append(digits);
  }

  private void name(String name, char flag) {
    out.append(flag == '^' || flag == '#' ? Strings.upper(name) : name);
  }
}
