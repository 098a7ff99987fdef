package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.ListValue;
import org.modelassay.template.Sequence.RangeValue;
import org.modelassay.template.Sequence.TupleValue;

/**
 * What every value can do. The values of a template are String, {@link Markup}, BigInteger, Double,
 * Boolean, {@link None}, the three {@link Sequence}s, {@link DictValue}, {@link DictView}, {@link
 * IteratorValue}, {@link NamespaceValue}, {@link Function} and {@link Undefined}; there are no
 * others, and none of them reaches out of the template.
 */
final class Values {
  private Values() {}

  static String typeName(Object value) {
    if (value instanceof String) {
      return "str";
    } else if (value instanceof BigInteger) {
      return "int";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof Double) {
      return "float";
    } else if (value == None.NONE) {
      return "NoneType";
    } else if (value instanceof ListValue) {
      return "list";
    } else if (value instanceof DictValue) {
      return "dict";
    } else if (value instanceof TupleValue) {
      return "tuple";
    } else if (value instanceof RangeValue) {
      return "range";
    } else if (value instanceof Markup) {
      return "Markup";
    } else if (value instanceof DictView view) {
      return view.typeName();
    } else if (value instanceof IteratorValue iterator) {
      return iterator.typeName();
    } else if (value instanceof NamespaceValue namespace) {
      return namespace.typeName();
    } else if (value instanceof Undefined undefined) {
      return undefined.strict() ? "StrictUndefined" : "Undefined";
    } else if (value instanceof Function function) {
      return function.typeName();
    }
    return "slice";
  }

  /** The name of a type with its module, as messages about missing attributes have it. */
  static String qualifiedTypeName(Object value) {
    String name = typeName(value);
    return switch (name) {
      case "Namespace" -> "jinja2.utils.Namespace";
      case "TemplateNamespace" -> "transformers.utils.chat_template_utils.TemplateNamespace";
      case "LoopContext", "Macro" -> "jinja2.runtime." + name;
      case "Cycler", "Joiner" -> "jinja2.utils." + name;
      case "Markup" -> "markupsafe.Markup";
      default -> name;
    };
  }

  // -- truth, text

  static boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    } else if (value instanceof String text) {
      return !text.isEmpty();
    } else if (value instanceof Undefined undefined) {
      undefined.requireLenient();
      return false;
    } else if (value == None.NONE) {
      return false;
    } else if (value instanceof BigInteger number) {
      return number.signum() != 0;
    } else if (value instanceof Double number) {
      return number != 0;
    } else if (value instanceof Sequence sequence) {
      return sequence.size() > 0;
    } else if (value instanceof DictValue dict) {
      return dict.size() > 0;
    } else if (value instanceof DictView view) {
      return view.dict().size() > 0;
    } else if (value instanceof Markup markup) {
      return !markup.text().isEmpty();
    } else if (value instanceof Loop loop) {
      return loop.length() > 0;
    }
    return true;
  }

  /** {@code str(value)}. */
  static String str(Rendering rendering, Object value) {
    if (value instanceof String text) {
      return text;
    } else if (value instanceof Markup markup) {
      return markup.text();
    } else if (value instanceof Undefined undefined) {
      undefined.requireLenient();
      return "";
    }
    return repr(rendering, value);
  }

  /** {@code repr(value)}. */
  static String repr(Rendering rendering, Object value) {
    var text = new StringBuilder();
    repr(rendering, value, text);
    return text.toString();
  }

  /** The repr of a value that holds no others. */
  static String plainRepr(Object value) {
    if (value instanceof String text) {
      return Strings.repr(text);
    } else if (value instanceof BigInteger number) {
      return Numbers.repr(number);
    } else if (value instanceof Double number) {
      return Numbers.repr(number);
    } else if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    } else if (value == None.NONE) {
      return "None";
    } else if (value instanceof Markup markup) {
      return "Markup(" + Strings.repr(markup.text()) + ")";
    } else if (value instanceof RangeValue range) {
      return "range("
          + range.start()
          + ", "
          + range.stop()
          + (range.step().equals(BigInteger.ONE) ? "" : ", " + range.step())
          + ")";
    } else if (value instanceof Undefined) {
      return "Undefined";
    } else if (value instanceof IteratorValue iterator) {
      return "<" + iterator.typeName() + " object>";
    } else if (value instanceof Function function) {
      return function.describe();
    }
    return "<" + typeName(value) + ">";
  }

  private static void repr(Rendering rendering, Object value, StringBuilder to) {
    rendering.charge(1);
    if (value instanceof ListValue list) {
      elements(rendering, '[', list.items(), "]", to);
    } else if (value instanceof TupleValue tuple) {
      elements(rendering, '(', tuple.items(), tuple.size() == 1 ? ",)" : ")", to);
    } else if (value instanceof DictValue dict) {
      pairs(rendering, dict, to);
    } else if (value instanceof DictView view) {
      to.append(view.typeName()).append('(');
      elements(rendering, '[', view.toList(), "])", to);
    } else if (value instanceof NamespaceValue namespace) {
      to.append("<Namespace ");
      pairs(rendering, namespace.attributes(), to);
      to.append('>');
    } else {
      String text = plainRepr(value);
      // The shortest digits of a float are found by trying.
      rendering.charge(value instanceof Double ? 100 : 0);
      rendering.chargeText(
          (long) to.length() + text.length() > Rendering.MAX_SIZE
              ? Rendering.MAX_SIZE + 1L
              : text.length());
      to.append(text);
    }
  }

  private static void elements(
      Rendering rendering, char open, List<Object> items, String close, StringBuilder to) {
    rendering.enter();
    to.append(open);
    for (int i = 0; i < items.size(); i++) {
      to.append(i == 0 ? "" : ", ");
      repr(rendering, items.get(i), to);
    }
    to.append(close);
    rendering.leave();
  }

  private static void pairs(Rendering rendering, DictValue dict, StringBuilder to) {
    rendering.enter();
    to.append('{');
    boolean first = true;
    for (DictValue.Entry each : dict.entries()) {
      to.append(first ? "" : ", ");
      first = false;
      repr(rendering, each.key(), to);
      to.append(": ");
      repr(rendering, each.value(), to);
    }
    to.append('}');
    rendering.leave();
  }

  // -- kinds

  /** A value's text if it is a string of either type, else null. */
  static @Nullable String text(Object value) {
    return value instanceof String text
        ? text
        : value instanceof Markup markup ? markup.text() : null;
  }

  /** An integer or truth value as an index, else null. */
  static @Nullable BigInteger index(Object value) {
    return value instanceof BigInteger number
        ? number
        : value instanceof Boolean truth ? (truth ? BigInteger.ONE : BigInteger.ZERO) : null;
  }

  /** An argument that has to be an integer of a sensible size. */
  static int integer(Object value) {
    BigInteger number = index(value);
    if (number == null) {
      if (value instanceof Undefined undefined) {
        throw undefined.raised();
      }
      throw Raised.type(
          Strings.repr(typeName(value)) + " object cannot be interpreted as an integer");
    }
    if (number.bitLength() > 31) {
      throw new Raised("OverflowError", "Python int too large to convert to C ssize_t");
    }
    return number.intValue();
  }

  // -- containers

  /** {@code len(value)}. */
  static int length(Rendering rendering, Object value) {
    String text = text(value);
    if (text != null) {
      rendering.chargeLook(text);
      return Strings.length(text);
    } else if (value instanceof Sequence sequence) {
      return sequence.size();
    } else if (value instanceof DictValue dict) {
      return dict.size();
    } else if (value instanceof DictView view) {
      return view.dict().size();
    } else if (value instanceof Undefined undefined) {
      undefined.requireLenient();
      return 0;
    } else if (value instanceof Loop loop) {
      return loop.length();
    }
    throw Raised.type("object of type " + Strings.repr(typeName(value)) + " has no len()");
  }

  static boolean isIterable(Object value) {
    if (value instanceof Undefined undefined) {
      undefined.requireLenient();
      return true;
    }
    return text(value) != null
        || value instanceof Sequence
        || value instanceof DictValue
        || value instanceof DictView
        || value instanceof IteratorValue;
  }

  /** {@code iter(value)}. */
  static Iterator<Object> iterate(Object value) {
    String text = text(value);
    if (text != null) {
      return new Iterator<>() {
        private int at;

        @Override
        public boolean hasNext() {
          return at < text.length();
        }

        @Override
        public Object next() {
          if (at >= text.length()) {
            throw new NoSuchElementException();
          }
          String character = Strings.character(text.codePointAt(at));
          at += character.length();
          return character;
        }
      };
    } else if (value instanceof Sequence sequence) {
      // By index: a method may change a list that is being gone through.
      return new Iterator<>() {
        private int at;

        @Override
        public boolean hasNext() {
          return at < sequence.size();
        }

        @Override
        public Object next() {
          if (at >= sequence.size()) {
            throw new NoSuchElementException();
          }
          return sequence.get(at++);
        }
      };
    } else if (value instanceof DictValue dict) {
      return dict.iterator(DictValue.Entry::key);
    } else if (value instanceof DictView view) {
      return view.dict().iterator(view::part);
    } else if (value instanceof IteratorValue iterator) {
      return iterator.iterator();
    } else if (value instanceof Undefined undefined) {
      undefined.requireLenient();
      return Collections.emptyIterator();
    }
    throw Raised.type(Strings.repr(typeName(value)) + " object is not iterable");
  }

  /** {@code list(value)}, paid for. */
  static List<Object> toList(Rendering rendering, Object value) {
    var list = new ArrayList<Object>();
    for (Iterator<Object> all = iterate(value); all.hasNext(); ) {
      list.add(all.next());
      rendering.charge(8);
      if (list.size() > Rendering.MAX_SIZE / 16) {
        rendering.chargeItems(list.size());
      }
    }
    return list;
  }

  /** {@code item in container}. */
  static boolean contains(Rendering rendering, Object container, Object item) {
    String text = text(container);
    if (text != null) {
      String part = text(item);
      if (part == null) {
        throw Raised.type("'in <string>' requires string as left operand, not " + typeName(item));
      }
      rendering.charge(text.length() / 16 + part.length());
      return Strings.indexOf(text, part, 0) >= 0;
    } else if (container instanceof DictValue dict) {
      return dict.get(rendering, item) != null;
    } else if (container instanceof DictView view && view.kind() == DictView.Kind.KEYS) {
      return view.dict().get(rendering, item) != null;
    } else if (container instanceof Undefined undefined) {
      undefined.requireLenient();
      return false;
    } else if (!isIterable(container)) {
      throw Raised.type(
          "argument of type " + Strings.repr(typeName(container)) + " is not iterable");
    }
    for (Iterator<Object> all = iterate(container); all.hasNext(); ) {
      if (equal(rendering, all.next(), item)) {
        return true;
      }
    }
    return false;
  }

  // -- comparison

  /** {@code a == b}, or the same object, as containers compare. */
  static boolean equal(Rendering rendering, Object a, Object b) {
    rendering.charge(1);
    if (a instanceof Undefined || b instanceof Undefined) {
      if (a instanceof Undefined undefined) {
        undefined.requireLenient();
      }
      if (b instanceof Undefined undefined) {
        undefined.requireLenient();
      }
      return a instanceof Undefined && b instanceof Undefined;
    }
    if (a == b) {
      return !(a instanceof Double number) || !number.isNaN();
    }
    String text = text(a);
    if (text != null) {
      rendering.charge(text.length() / 16);
      return text.equals(text(b));
    } else if (Numbers.isNumber(a)) {
      return Numbers.isNumber(b) && Numbers.compare(a, b) == 0;
    } else if (a instanceof DictValue first) {
      return b instanceof DictValue second && equalDicts(rendering, first, second);
    } else if (a instanceof Sequence first && b instanceof Sequence second) {
      return a.getClass() == b.getClass() && equalItems(rendering, first, second);
    } else if (a instanceof DictView first && b instanceof DictView second) {
      return first.kind() != DictView.Kind.VALUES
          && first.kind() == second.kind()
          && (first.kind() == DictView.Kind.ITEMS
              ? equalDicts(rendering, first.dict(), second.dict())
              : first.dict().size() == second.dict().size()
                  && first.toList().stream()
                      .allMatch(key -> second.dict().get(rendering, key) != null));
    }
    return false;
  }

  private static boolean equalItems(Rendering rendering, Sequence a, Sequence b) {
    if (a.size() != b.size()) {
      return false;
    }
    rendering.enter();
    boolean equal = true;
    for (int i = 0; equal && i < a.size(); i++) {
      equal = a.get(i) == b.get(i) || equal(rendering, a.get(i), b.get(i));
    }
    rendering.leave();
    return equal;
  }

  private static boolean equalDicts(Rendering rendering, DictValue a, DictValue b) {
    if (a.size() != b.size()) {
      return false;
    }
    rendering.enter();
    boolean equal = true;
    for (DictValue.Entry each : a.entries()) {
      Object other = b.get(rendering, each.key());
      if (other == null || (other != each.value() && !equal(rendering, each.value(), other))) {
        equal = false;
        break;
      }
    }
    rendering.leave();
    return equal;
  }

  /** One of {@code < <= > >=}. */
  static boolean ordered(Rendering rendering, String operator, Object a, Object b) {
    rendering.charge(1);
    if (a instanceof Undefined undefined) {
      throw undefined.raised();
    }
    if (b instanceof Undefined undefined) {
      throw undefined.raised();
    }
    int order;
    String first = text(a);
    String second = text(b);
    if (first != null && second != null) {
      rendering.chargeLook(first);
      order = compareTexts(first, second);
    } else if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
      if (Numbers.isNaN(a) || Numbers.isNaN(b)) {
        return false;
      }
      order = Numbers.compare(a, b);
    } else if (a instanceof Sequence left
        && b instanceof Sequence right
        && !(a instanceof RangeValue)
        && a.getClass() == b.getClass()) {
      rendering.enter();
      int common = Math.min(left.size(), right.size());
      int i = 0;
      while (i < common
          && (left.get(i) == right.get(i) || equal(rendering, left.get(i), right.get(i)))) {
        i++;
      }
      boolean result =
          i < common
              ? ordered(rendering, operator, left.get(i), right.get(i))
              : holds(operator, Integer.compare(left.size(), right.size()));
      rendering.leave();
      return result;
    } else {
      throw Raised.type(
          Strings.repr(operator)
              + " not supported between instances of "
              + Strings.repr(typeName(a))
              + " and "
              + Strings.repr(typeName(b)));
    }
    return holds(operator, order);
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  /** By code points: a surrogate pair is above every character of the basic plane. */
  private static int compareTexts(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean highX = Character.isSurrogate(x);
        boolean highY = Character.isSurrogate(y);
        return highX == highY ? Character.compare(x, y) : highX ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Sorts as Python does: stable, and by {@code <} alone. */
  static void sort(Rendering rendering, List<Object> items, List<Object> keys, boolean reverse) {
    var order = new ArrayList<Integer>();
    for (int i = 0; i < items.size(); i++) {
      order.add(i);
    }
    List<Integer> sorted = mergeSort(rendering, order, keys, reverse);
    var copy = new ArrayList<>(items);
    for (int i = 0; i < copy.size(); i++) {
      items.set(i, copy.get(sorted.get(i)));
    }
  }

  // Not List.sort: an order that contradicts itself (NaN) must not raise.
  private static List<Integer> mergeSort(
      Rendering rendering, List<Integer> order, List<Object> keys, boolean reverse) {
    if (order.size() < 2) {
      return order;
    }
    int middle = order.size() / 2;
    List<Integer> left = mergeSort(rendering, order.subList(0, middle), keys, reverse);
    List<Integer> right = mergeSort(rendering, order.subList(middle, order.size()), keys, reverse);
    var merged = new ArrayList<Integer>(order.size());
    int i = 0;
    int j = 0;
    while (i < left.size() && j < right.size()) {
      Object a = keys.get(left.get(i));
      Object b = keys.get(right.get(j));
      boolean second = reverse ? ordered(rendering, "<", a, b) : ordered(rendering, "<", b, a);
      merged.add(second ? right.get(j++) : left.get(i++));
    }
    merged.addAll(left.subList(i, left.size()));
    merged.addAll(right.subList(j, right.size()));
    return merged;
  }

  // -- parts

  /** {@code value.name}: an attribute, else an item. */
  static Object attribute(Rendering rendering, Object value, String name) {
    Object attribute = ownAttribute(rendering, value, name);
    if (attribute != null) {
      return attribute;
    }
    Object item = value instanceof DictValue dict ? dict.get(name) : null;
    return item == null ? Undefined.of(value, name, rendering.strict()) : item;
  }

  private static Undefined missing(Rendering rendering, Object owner, Object key) {
    boolean holdsOthers =
        key instanceof Sequence || key instanceof DictValue || key instanceof DictView;
    return holdsOthers
        ? Undefined.explained(
            typeName(owner) + " object has no element " + repr(rendering, key), rendering.strict())
        : Undefined.of(owner, key, rendering.strict());
  }

  /** {@code value[key]}: an item, else an attribute. */
  static Object item(Rendering rendering, Object value, Object key) {
    if (value instanceof Undefined undefined) {
      throw undefined.raised();
    }
    Object item = ownItem(rendering, value, key);
    if (item != null) {
      return item;
    }
    String name = text(key);
    Object attribute = name == null ? null : ownAttribute(rendering, value, name);
    return attribute == null ? missing(rendering, value, name == null ? key : name) : attribute;
  }

  static @Nullable Object ownItem(Rendering rendering, Object value, Object key) {
    if (value instanceof DictValue dict) {
      try {
        return dict.get(rendering, key);
      } catch (Raised e) {
        if (e.is("TypeError")) {
          return null;
        }
        throw e;
      }
    }
    BigInteger index = index(key);
    if (index == null) {
      return null;
    }
    String text = text(value);
    boolean indexed = text != null || value instanceof Sequence;
    int length = indexed ? length(rendering, value) : 0;
    BigInteger from = index.signum() < 0 ? index.add(BigInteger.valueOf(length)) : index;
    if (from.signum() < 0 || from.compareTo(BigInteger.valueOf(length)) >= 0) {
      return null;
    }
    if (text != null) {
      rendering.chargeLook(text);
      String character = Strings.charAt(text, from.intValue());
      return value instanceof Markup ? new Markup(character) : character;
    }
    return ((Sequence) value).get(from.intValue());
  }

  /** A Python attribute of a value, or null; one that the sandbox hides is an undefined value. */
  static @Nullable Object ownAttribute(Rendering rendering, Object value, String name) {
    rendering.chargeLook(name);
    if (value instanceof Undefined undefined) {
      throw undefined.raised();
    } else if (value instanceof NamespaceValue namespace) {
      return namespace.attributes().get(name);
    } else if (name.startsWith("__") && name.endsWith("__")) {
      return Undefined.unsafe(value, name, rendering.strict());
    } else if (value instanceof Function function) {
      return function.attribute(name, rendering);
    } else if (value instanceof TupleValue tuple && tuple.names().contains(name)) {
      return tuple.get(tuple.names().indexOf(name));
    }
    return Methods.of(rendering, value, name);
  }

  /** {@code value[start:stop:step]}. */
  static Object slice(Rendering rendering, Object value, Slice slice) {
    String text = text(value);
    if (text != null) {
      Slice.Range range = slice.in(Strings.length(text));
      rendering.charge(text.length() / 16 + range.length());
      String part = Strings.slice(text, range);
      return value instanceof Markup ? new Markup(part) : part;
    } else if (value instanceof Sequence sequence) {
      Slice.Range range = slice.in(sequence.size());
      rendering.chargeItems(value instanceof RangeValue ? 1 : range.length());
      return sequence.slice(range);
    } else if (value instanceof Undefined undefined) {
      throw undefined.raised();
    } else if (value instanceof DictValue) {
      throw Raised.type("unhashable type: 'slice'");
    }
    throw Raised.type(Strings.repr(typeName(value)) + " object is not subscriptable");
  }
}
