package org.modelassay.data;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The order of every data set. Floating-point sums, bootstrap draws and coded streams depend on
 * order, so it is that of the ids, whatever the file's: permuting a file changes no figure.
 */
final class ById {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  /** Numbers inside ids by their size, so that lines and numbered items stay in their order. */
  static final Comparator<String> ORDER =
      Comparator.comparing(ById::key).thenComparing(Comparator.naturalOrder());

  private ById() {}

  static <T> List<T> sorted(List<T> elements, Function<T, String> id) {
    return elements.stream().sorted(Comparator.comparing(id, ORDER)).toList();
  }

  /** Each number with the count of its digits in front: of two, the one with more is larger. */
  private static String key(String id) {
    return NUMBER
        .matcher(id)
        .replaceAll(
            number -> {
              String digits = number.group().replaceFirst("^0+(?=.)", "");
              return Matcher.quoteReplacement((char) ('0' + digits.length()) + digits);
            });
  }
}
