package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code loop} variable: where a {@code for} stands, looking one element ahead when asked. */
final class Loop implements Function {
  /** Renders the body of a recursive loop over inner elements. */
  @FunctionalInterface
  interface Recursion {
    Object render(Object iterable, int depth);
  }

  private final Rendering rendering;
  private final Object iterable;
  private final @Nullable Recursion recursion;
  private final int depth;
  private Iterator<Object> iterator;
  private int index = -1;
  private int length = -1;
  private @Nullable Object before;
  private @Nullable Object current;
  private @Nullable Object after;
  private @Nullable List<Object> lastChanged;

  /**
   * Starts before the first element.
   *
   * @param iterable what is gone through, for its length
   * @param iterator its elements
   * @param recursion for a recursive loop
   * @param depth how many loops this one was called from
   */
  Loop(
      Rendering rendering,
      Object iterable,
      Iterator<Object> iterator,
      @Nullable Recursion recursion,
      int depth) {
    this.rendering = rendering;
    this.iterable = iterable;
    this.iterator = iterator;
    this.recursion = recursion;
    this.depth = depth;
  }

  /** The next element, or null at the end. */
  @Nullable Object next() {
    Object next = peek();
    if (next != null) {
      after = null;
      index++;
      before = current;
      current = next;
    }
    return next;
  }

  private @Nullable Object peek() {
    if (after == null && iterator.hasNext()) {
      after = iterator.next();
    }
    return after;
  }

  int length() {
    if (length < 0) {
      if (iterable instanceof IteratorValue) {
        List<Object> rest = Values.toList(rendering, IteratorValue.generator(iterator));
        iterator = rest.iterator();
        length = rest.size() + index + 1 + (after == null ? 0 : 1);
      } else {
        length = Values.length(rendering, iterable);
      }
    }
    return length;
  }

  @Override
  public @Nullable Object attribute(String attribute, Rendering at) {
    return switch (attribute) {
      case "index" -> number(index + 1);
      case "index0" -> number(index);
      case "revindex" -> number(length() - index);
      case "revindex0" -> number(length() - index - 1);
      case "first" -> index == 0;
      case "last" -> peek() == null;
      case "length" -> number(length());
      case "depth" -> number(depth + 1);
      case "depth0" -> number(depth);
      case "previtem" ->
          index == 0 || before == null
              ? Undefined.explained("there is no previous item", at.strict())
              : before;
      case "nextitem" -> {
        Object next = peek();
        yield next == null ? Undefined.explained("there is no next item", at.strict()) : next;
      }
      case "cycle" -> new Builtin("cycle", "method", Signature.of("*"), (r, a) -> cycle(a));
      case "changed" -> new Builtin("changed", "method", Signature.of("*"), this::changed);
      default -> null;
    };
  }

  private static BigInteger number(int value) {
    return BigInteger.valueOf(value);
  }

  private Object cycle(Object[] a) {
    Sequence items = (Sequence) a[0];
    if (items.size() == 0) {
      throw Raised.type("no items for cycling given");
    }
    return items.get(index % items.size());
  }

  private Object changed(Rendering at, Object[] a) {
    List<Object> now = ((Sequence) a[0]).toList();
    List<Object> last = lastChanged;
    lastChanged = new ArrayList<>(now);
    return last == null
        || !Values.equal(at, new Sequence.TupleValue(last), new Sequence.TupleValue(now));
  }

  @Override
  public Object call(Rendering at, Arguments arguments) {
    Object inner = Signature.of("iterable").bind("loop", arguments)[0];
    if (recursion == null) {
      throw Raised.type("The loop must have the 'recursive' marker to be called recursively.");
    }
    return recursion.render(inner, depth + 1);
  }

  @Override
  public String describe() {
    return "<LoopContext " + (index + 1) + "/" + length() + ">";
  }

  @Override
  public String typeName() {
    return "LoopContext";
  }
}
