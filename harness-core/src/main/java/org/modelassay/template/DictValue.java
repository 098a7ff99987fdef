package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.TupleValue;

/** A dict: keys that Python holds equal (1, 1.0 and True) are one key. */
final class DictValue {
  /** One pair; the key is the one that was put first. */
  record Entry(Object key, Object value) {
    TupleValue pair() {
      return TupleValue.of(key, value);
    }
  }

  /** What is equal for two keys that Python holds equal. */
  private record TupleKey(List<Object> items) {}

  private enum UndefinedKey {
    UNDEFINED
  }

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  static Object hashable(Rendering rendering, Object value) {
    rendering.chargeLook(value);
    if (value instanceof String || value instanceof BigInteger || value == None.NONE) {
      return value;
    } else if (value instanceof Markup markup) {
      return markup.text();
    } else if (value instanceof Boolean truth) {
      return truth ? BigInteger.ONE : BigInteger.ZERO;
    } else if (value instanceof Double number) {
      return number == Math.rint(number) && !Double.isInfinite(number)
          ? Numbers.truncate(number)
          : number;
    } else if (value instanceof TupleValue tuple) {
      rendering.enter();
      var items = new ArrayList<Object>(tuple.size());
      for (Object each : tuple.items()) {
        rendering.charge(8);
        items.add(hashable(rendering, each));
      }
      rendering.leave();
      return new TupleKey(items);
    } else if (value instanceof Sequence.RangeValue range) {
      return new TupleKey(List.of(range.size(), range.start(), range.step()));
    } else if (value instanceof Undefined undefined) {
      undefined.requireLenient();
      return UndefinedKey.UNDEFINED;
    } else if (value instanceof org.modelassay.template.Function) {
      return value;
    }
    throw Raised.type("unhashable type: " + Strings.repr(Values.typeName(value)));
  }

  int size() {
    return entries.size();
  }

  @Nullable Object get(Rendering rendering, Object key) {
    Entry entry = entries.get(hashable(rendering, key));
    return entry == null ? null : entry.value;
  }

  /** Looks up a text that is no value of the template. */
  @Nullable Object get(String key) {
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value;
  }

  void put(Rendering rendering, Object key, Object value) {
    entries.merge(
        hashable(rendering, key),
        new Entry(key, value),
        (old, added) -> new Entry(old.key, added.value));
  }

  /** Puts under a text that is no value of the template. */
  void put(String key, Object value) {
    entries.put(key, new Entry(key, value));
  }

  @Nullable Object remove(Rendering rendering, Object key) {
    Entry entry = entries.remove(hashable(rendering, key));
    return entry == null ? null : entry.value;
  }

  void clear() {
    entries.clear();
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  /** Goes through the entries; a change of the dict meanwhile is an error. */
  Iterator<Object> iterator(Function<Entry, Object> part) {
    Iterator<Entry> all = entries.values().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public Object next() {
        try {
          return part.apply(all.next());
        } catch (ConcurrentModificationException e) {
          throw new Raised("RuntimeError", "dictionary changed size during iteration");
        }
      }
    };
  }

  List<Object> keys() {
    var keys = new ArrayList<Object>(entries.size());
    entries.values().forEach(e -> keys.add(e.key));
    return keys;
  }
}
