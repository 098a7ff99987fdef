package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Python's sequences but for strings: what has a length and an element at each index. */
sealed interface Sequence {
  int size();

  Object get(int index);

  /** A part, of the same type. */
  Sequence slice(Slice.Range range);

  default List<Object> toList() {
    var list = new ArrayList<Object>(size());
    for (int i = 0; i < size(); i++) {
      list.add(get(i));
    }
    return list;
  }

  /**
   * A list.
   *
   * @param items its elements; changed only by the methods that change lists
   */
  record ListValue(List<Object> items) implements Sequence {
    @Override
    public int size() {
      return items.size();
    }

    @Override
    public Object get(int index) {
      return items.get(index);
    }

    @Override
    public Sequence slice(Slice.Range range) {
      return new ListValue(pick(this, range));
    }
  }

  /**
   * A tuple.
   *
   * @param items its elements, never changed
   * @param names names of its elements, as those of a group have; usually none
   */
  record TupleValue(List<Object> items, List<String> names) implements Sequence {
    TupleValue(List<Object> items) {
      this(items, List.of());
    }

    static TupleValue of(Object... items) {
      return new TupleValue(List.of(items));
    }

    @Override
    public int size() {
      return items.size();
    }

    @Override
    public Object get(int index) {
      return items.get(index);
    }

    @Override
    public Sequence slice(Slice.Range range) {
      return new TupleValue(pick(this, range));
    }
  }

  /**
   * A range; its elements are computed.
   *
   * @param start the first
   * @param stop the bound, as given
   * @param step the distance
   * @param size how many
   */
  record RangeValue(BigInteger start, BigInteger stop, BigInteger step, int size)
      implements Sequence {
    private static final int MAX_SIZE = 100_000;

    static RangeValue of(BigInteger start, BigInteger stop, BigInteger step) {
      if (step.signum() == 0) {
        throw Raised.value("range() arg 3 must not be zero");
      }
      BigInteger span = step.signum() > 0 ? stop.subtract(start) : start.subtract(stop);
      BigInteger size =
          span.signum() <= 0
              ? BigInteger.ZERO
              : span.subtract(BigInteger.ONE).divide(step.abs()).add(BigInteger.ONE);
      if (size.compareTo(BigInteger.valueOf(MAX_SIZE)) > 0) {
        throw new Raised(
            "OverflowError",
            "Range too big. The sandbox blocks ranges larger than MAX_RANGE (" + MAX_SIZE + ").");
      }
      return new RangeValue(start, stop, step, size.intValue());
    }

    @Override
    public Object get(int index) {
      return start.add(step.multiply(BigInteger.valueOf(index)));
    }

    @Override
    public Sequence slice(Slice.Range range) {
      BigInteger by = step.multiply(BigInteger.valueOf(range.step()));
      BigInteger first = start.add(step.multiply(BigInteger.valueOf(range.start())));
      BigInteger last = start.add(step.multiply(BigInteger.valueOf(range.stop())));
      return new RangeValue(first, last, by, range.length());
    }
  }

  private static List<Object> pick(Sequence from, Slice.Range range) {
    var picked = new ArrayList<Object>(range.length());
    for (int i = 0; i < range.length(); i++) {
      picked.add(from.get(range.index(i)));
    }
    return picked;
  }
}
