package org.modelassay.maven.report;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The beginning of a list.
 *
 * @param items what is shown
 * @param leftOut how many more the run record holds, or the run itself left out of it
 * @param <T> what a row is
 */
record Shown<T>(List<T> items, int leftOut) {
  /** At most {@code most} rows. */
  static <S, T> Shown<T> of(Collection<S> source, int most, Function<S, T> row) {
    return of(source, most, 0, row);
  }

  /** At most {@code most} rows of a list that had already left some out. */
  static <S, T> Shown<T> of(Collection<S> source, int most, int missing, Function<S, T> row) {
    List<T> items = source.stream().limit(most).map(row).toList();
    return new Shown<>(items, source.size() - items.size() + missing);
  }
}
