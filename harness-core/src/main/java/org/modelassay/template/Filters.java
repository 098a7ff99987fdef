package org.modelassay.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.ListValue;
import org.modelassay.template.Sequence.TupleValue;

/** What may follow {@code |}. */
final class Filters {
  private static final Map<String, Function> COMMON = new HashMap<>();
  private static final Map<String, Function> CHAT = new HashMap<>();
  private static final Map<String, Function> TASK = new HashMap<>();

  private static final Pattern WORD = Pattern.compile("[\\w]+", Pattern.UNICODE_CHARACTER_CLASS);

  private Filters() {}

  private static @Nullable Function find(Dialect dialect, String name) {
    Function own = (dialect == Dialect.CHAT ? CHAT : TASK).get(name);
    return own == null ? COMMON.get(name) : own;
  }

  static boolean exists(Dialect dialect, String name) {
    return find(dialect, name) != null;
  }

  static Function get(Dialect dialect, String name) {
    Function filter = find(dialect, name);
    if (filter == null) {
      throw new Raised("TemplateRuntimeError", "No filter named " + Strings.repr(name) + " found.");
    }
    return filter;
  }

  private static void add(String name, String parameters, Builtin.Body body) {
    COMMON.put(name, new Builtin(name, "function", Signature.of(parameters), body));
  }

  /** A filter that takes its arguments as they come. */
  private interface Raw {
    Object apply(Rendering rendering, Arguments arguments);
  }

  private static void raw(String name, Raw body) {
    COMMON.put(
        name,
        new Function() {
          @Override
          public Object call(Rendering rendering, Arguments arguments) {
            return body.apply(rendering, arguments);
          }

          @Override
          public String describe() {
            return "<function " + name + ">";
          }
        });
  }

  /** A filter over text that keeps markup markup. */
  private static void text(String name, UnaryOperator<String> change) {
    add(name, "s", (r, a) -> change(r, a[0], change));
  }

  private static Object change(Rendering rendering, Object value, UnaryOperator<String> change) {
    String text = rendering.made(change.apply(Values.str(rendering, value)));
    return value instanceof Markup ? new Markup(text) : text;
  }

  // -- helpers

  private static IteratorValue lazy(Supplier<Iterator<Object>> start) {
    return IteratorValue.generator(
        new Iterator<>() {
          private @Nullable Iterator<Object> elements;

          private Iterator<Object> elements() {
            if (elements == null) {
              elements = start.get();
            }
            return elements;
          }

          @Override
          public boolean hasNext() {
            return elements().hasNext();
          }

          @Override
          public Object next() {
            return elements().next();
          }
        });
  }

  /** The lower case of a text, for comparisons that ignore case; other values as they are. */
  private static Object ignoreCase(Rendering rendering, Object value) {
    String text = Values.text(value);
    return text == null ? value : rendering.made(Strings.lower(text));
  }

  /** Looks up a dotted path; None is the value itself. */
  private static Object path(
      Rendering rendering, Object value, Object attribute, @Nullable Object otherwise) {
    if (attribute == None.NONE) {
      return value;
    }
    Object found = value;
    rendering.chargeLook(attribute);
    for (Object part : parts(attribute)) {
      rendering.charge(1);
      found = Values.item(rendering, found, part);
      if (otherwise != null && found instanceof Undefined) {
        found = otherwise;
      }
    }
    return found;
  }

  private static List<Object> parts(Object attribute) {
    String path = Values.text(attribute);
    if (path == null) {
      return List.of(attribute);
    }
    var parts = new ArrayList<Object>();
    for (Object each : Strings.split(path, ".", -1)) {
      String part = (String) each;
      boolean digits =
          !part.isEmpty() && part.length() < 10 && part.chars().allMatch(Character::isDigit);
      parts.add(digits ? new BigInteger(part) : part);
    }
    return parts;
  }

  private static Object key(
      Rendering rendering, Object value, Object attribute, boolean caseSensitive) {
    Object found = path(rendering, value, attribute, null);
    return caseSensitive ? found : ignoreCase(rendering, found);
  }

  // -- elements

  private static Object first(Rendering rendering, Object value) {
    Iterator<Object> all = Values.iterate(value);
    return all.hasNext()
        ? all.next()
        : Undefined.explained("No first item, sequence was empty.", rendering.strict());
  }

  private static List<Object> reversible(Rendering rendering, Object value) {
    if (value instanceof IteratorValue || !Values.isIterable(value)) {
      throw Raised.type(Strings.repr(Values.typeName(value)) + " object is not reversible");
    }
    List<Object> list = Values.toList(rendering, value);
    Collections.reverse(list);
    return list;
  }

  private static Object reverse(Rendering rendering, Object value) {
    String text = Values.text(value);
    if (text != null) {
      String reversed = rendering.made(Strings.reverse(text));
      return value instanceof Markup ? new Markup(reversed) : reversed;
    } else if (!Values.isIterable(value)) {
      throw new Raised("FilterArgumentError", "argument must be iterable");
    } else if (value instanceof IteratorValue) {
      List<Object> list = Values.toList(rendering, value);
      Collections.reverse(list);
      return new ListValue(list);
    }
    return new IteratorValue(reversible(rendering, value).iterator(), "list_reverseiterator");
  }

  private static Object extreme(Rendering rendering, Object[] a, String operator) {
    Object best = null;
    Object bestKey = null;
    for (Iterator<Object> all = Values.iterate(a[0]); all.hasNext(); ) {
      Object each = all.next();
      Object key = key(rendering, each, a[2], Values.truth(a[1]));
      if (bestKey == null || Values.ordered(rendering, operator, key, bestKey)) {
        best = each;
        bestKey = key;
      }
    }
    return best == null
        ? Undefined.explained("No aggregated item, sequence was empty.", rendering.strict())
        : best;
  }

  private static Object sort(Rendering rendering, Object[] a) {
    List<Object> items = Values.toList(rendering, a[0]);
    boolean caseSensitive = Values.truth(a[2]);
    String attribute = Values.text(a[3]);
    List<Object> attributes = attribute == null ? List.of(a[3]) : Strings.split(attribute, ",", -1);
    var keys = new ArrayList<Object>();
    for (Object each : items) {
      var key = new ArrayList<Object>();
      attributes.forEach(part -> key.add(key(rendering, each, part, caseSensitive)));
      keys.add(new ListValue(key));
    }
    Values.sort(rendering, items, keys, Values.integer(a[1]) != 0);
    return new ListValue(items);
  }

  private static Object dictSort(Rendering rendering, Object[] a) {
    int position =
        switch (String.valueOf(Values.text(a[2]))) {
          case "key" -> 0;
          case "value" -> 1;
          default ->
              throw new Raised(
                  "FilterArgumentError", "You can only sort by either \"key\" or \"value\"");
        };
    if (a[0] instanceof Undefined undefined) {
      throw undefined.raised();
    }
    if (!(a[0] instanceof DictValue dict)) {
      throw noAttribute(a[0], "items");
    }
    List<Object> pairs = new DictView(dict, DictView.Kind.ITEMS).toList();
    rendering.chargeItems(pairs.size());
    var keys = new ArrayList<Object>();
    for (Object each : pairs) {
      Object key = ((TupleValue) each).get(position);
      keys.add(Values.truth(a[1]) ? key : ignoreCase(rendering, key));
    }
    Values.sort(rendering, pairs, keys, Values.integer(a[3]) != 0);
    return new ListValue(pairs);
  }

  private static Raised noAttribute(Object value, String name) {
    return new Raised(
        "AttributeError",
        Strings.repr(Values.typeName(value)) + " object has no attribute " + Strings.repr(name));
  }

  private static Object groupBy(Rendering rendering, Object[] a) {
    boolean caseSensitive = Values.truth(a[3]);
    Object otherwise = a[2] == None.NONE ? null : a[2];
    List<Object> items = Values.toList(rendering, a[0]);
    var keys = new ArrayList<Object>();
    for (Object each : items) {
      Object key = path(rendering, each, a[1], otherwise);
      keys.add(caseSensitive ? key : ignoreCase(rendering, key));
    }
    Values.sort(rendering, items, keys, false);
    var groups = new ArrayList<Object>();
    List<Object> group = new ArrayList<>();
    Object current = null;
    for (Object each : items) {
      Object real = path(rendering, each, a[1], otherwise);
      Object key = caseSensitive ? real : ignoreCase(rendering, real);
      if (current == null || !Values.equal(rendering, key, current)) {
        group = new ArrayList<>();
        groups.add(new TupleValue(List.of(real, new ListValue(group)), List.of("grouper", "list")));
        current = key;
      }
      group.add(each);
    }
    return rendering.list(groups);
  }

  private static IteratorValue unique(Rendering rendering, Object[] a) {
    return lazy(
        () -> {
          Set<Object> seen = new LinkedHashSet<>();
          return new Statements.Filtered(Values.iterate(a[0])) {
            @Override
            boolean accepts(Object element) {
              rendering.charge(8);
              return seen.add(
                  DictValue.hashable(rendering, key(rendering, element, a[2], Values.truth(a[1]))));
            }
          };
        });
  }

  private static Object sum(Rendering rendering, Object[] a) {
    if (Values.text(a[2]) != null) {
      throw Raised.type("sum() can't sum strings [use ''.join(seq) instead]");
    }
    Object total = a[2];
    for (Iterator<Object> all = Values.iterate(a[0]); all.hasNext(); ) {
      rendering.charge(1);
      total = Operators.binary(rendering, "+", total, path(rendering, all.next(), a[1], null));
    }
    return total;
  }

  private static Object join(Rendering rendering, Object[] a) {
    var parts = new ArrayList<String>();
    for (Iterator<Object> all = Values.iterate(a[0]); all.hasNext(); ) {
      rendering.charge(1);
      parts.add(Values.str(rendering, path(rendering, all.next(), a[2], null)));
    }
    return Methods.join(rendering, Values.str(rendering, a[1]), parts);
  }

  private static IteratorValue batch(Rendering rendering, Object[] a) {
    return lazy(
        () -> {
          var batches = new ArrayList<Object>();
          List<Object> batch = new ArrayList<>();
          for (Object each : Values.toList(rendering, a[0])) {
            // A size of 0 gives an empty batch and then all in one, as in the reference.
            if (Values.equal(rendering, BigInteger.valueOf(batch.size()), a[1])) {
              batches.add(new ListValue(batch));
              batch = new ArrayList<>();
            }
            batch.add(each);
          }
          if (!batch.isEmpty()) {
            if (a[2] != None.NONE) {
              int missing = Values.integer(a[1]) - batch.size();
              rendering.chargeItems(Math.max(0, missing));
              for (int i = 0; i < missing; i++) {
                batch.add(a[2]);
              }
            }
            batches.add(new ListValue(batch));
          }
          return batches.iterator();
        });
  }

  private static IteratorValue slice(Rendering rendering, Object[] a) {
    return lazy(
        () -> {
          List<Object> all = Values.toList(rendering, a[0]);
          int slices = Values.integer(a[1]);
          if (slices == 0) {
            throw Numbers.zeroDivision("integer division or modulo by zero");
          }
          rendering.chargeItems(Math.max(0, slices));
          int each = Math.floorDiv(all.size(), slices);
          int extra = Math.floorMod(all.size(), slices);
          var result = new ArrayList<Object>();
          int at = 0;
          for (int i = 0; i < slices; i++) {
            int end = at + each + (i < extra ? 1 : 0);
            var part = new ArrayList<>(all.subList(at, end));
            if (a[2] != None.NONE && i >= extra) {
              part.add(a[2]);
            }
            result.add(new ListValue(part));
            at = end;
          }
          return result.iterator();
        });
  }

  // -- map, select

  private static Object map(Rendering rendering, Arguments arguments) {
    return lazy(
        () -> {
          Object value = subject(arguments, "map");
          if (!Values.truth(value)) {
            return Collections.emptyIterator();
          }
          List<Object> given = arguments.positional().subList(1, arguments.positional().size());
          UnaryOperator<Object> change = mapping(rendering, given, arguments.keywords());
          Iterator<Object> all = Values.iterate(value);
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return all.hasNext();
            }

            @Override
            public Object next() {
              rendering.charge(1);
              return change.apply(all.next());
            }
          };
        });
  }

  private static Object subject(Arguments arguments, String filter) {
    if (arguments.positional().isEmpty()) {
      throw Raised.type(filter + "() missing 1 required positional argument: 'value'");
    }
    return arguments.positional().get(0);
  }

  private static UnaryOperator<Object> mapping(
      Rendering rendering, List<Object> given, Map<String, Object> keywords) {
    Object attribute = keywords.get("attribute");
    if (given.isEmpty() && attribute != null) {
      for (String each : keywords.keySet()) {
        if (!each.equals("attribute") && !each.equals("default")) {
          throw new Raised(
              "FilterArgumentError", "Unexpected keyword argument " + Strings.repr(each));
        }
      }
      Object byDefault = keywords.get("default");
      Object otherwise = byDefault == None.NONE ? null : byDefault;
      return item -> path(rendering, item, attribute, otherwise);
    }
    if (given.isEmpty()) {
      throw new Raised("FilterArgumentError", "map requires a filter argument");
    }
    Function filter = named(given.get(0), name -> find(rendering.dialect(), name), "filter");
    var rest = new Arguments(given.subList(1, given.size()), keywords);
    return item -> filter.call(rendering, rest.after(item));
  }

  private static Function named(
      Object name, java.util.function.Function<String, @Nullable Function> registry, String kind) {
    String text = Values.text(name);
    Function found = text == null ? null : registry.apply(text);
    if (found == null) {
      String hint =
          name instanceof Undefined undefined
              ? " (" + undefined.raised().reason() + "; did you forget to quote the callable name?)"
              : "";
      throw new Raised(
          "TemplateRuntimeError",
          "No "
              + kind
              + " named "
              + (text == null ? Values.plainRepr(name) : Strings.repr(text))
              + "."
              + hint);
    }
    return found;
  }

  /** The four of {@code select}, {@code reject} and what they look at. */
  private static void select(String name, boolean attribute, boolean keep) {
    raw(
        name,
        (r, arguments) ->
            lazy(
                () -> {
                  Object value = subject(arguments, name);
                  if (!Values.truth(value)) {
                    return Collections.emptyIterator();
                  }
                  List<Object> given =
                      arguments.positional().subList(1, arguments.positional().size());
                  if (attribute && given.isEmpty()) {
                    throw new Raised("FilterArgumentError", "Missing parameter for attribute name");
                  }
                  Object path = attribute ? given.get(0) : None.NONE;
                  int used = attribute ? 1 : 0;
                  Function test =
                      given.size() > used
                          ? named(
                              given.get(used),
                              test1 -> Tests.exists(test1) ? Tests.get(test1) : null,
                              "test")
                          : null;
                  var rest =
                      new Arguments(
                          given.subList(Math.min(used + 1, given.size()), given.size()),
                          arguments.keywords());
                  return new Statements.Filtered(Values.iterate(value)) {
                    @Override
                    boolean accepts(Object element) {
                      r.charge(1);
                      Object seen = path(r, element, path, null);
                      Object result = test == null ? seen : test.call(r, rest.after(seen));
                      return Values.truth(result) == keep;
                    }
                  };
                }));
  }

  // -- numbers

  private static Object toInteger(Rendering rendering, Object[] a) {
    String text = Values.text(a[0]);
    if (text != null) {
      rendering.charge(text.length());
      BigInteger base = Values.index(a[2]);
      BigInteger read =
          base == null || base.bitLength() > 6 ? null : Numbers.parseInteger(text, base.intValue());
      if (read != null) {
        return read;
      }
      Double number = Numbers.parseDouble(text);
      return number == null || number.isNaN() || number.isInfinite()
          ? a[1]
          : Numbers.truncate(number);
    } else if (a[0] instanceof Double number) {
      if (number.isInfinite()) {
        throw new Raised("OverflowError", "cannot convert float infinity to integer");
      }
      return number.isNaN() ? a[1] : Numbers.truncate(number);
    } else if (a[0] instanceof Undefined undefined) {
      throw undefined.raised();
    }
    return Numbers.isNumber(a[0]) ? Numbers.toInteger(a[0]) : a[1];
  }

  private static Object toFloat(Object[] a) {
    String text = Values.text(a[0]);
    if (text != null) {
      Double number = Numbers.parseDouble(text);
      return number == null ? a[1] : number;
    } else if (a[0] instanceof Undefined undefined) {
      throw undefined.raised();
    }
    return Numbers.isNumber(a[0]) ? Numbers.toDouble(a[0]) : a[1];
  }

  private static Object abs(Object value) {
    if (value instanceof Double number) {
      return Math.abs(number);
    } else if (Numbers.isNumber(value)) {
      return Numbers.toInteger(value).abs();
    }
    throw Raised.type("bad operand type for abs(): " + Strings.repr(Values.typeName(value)));
  }

  private static Object round(Rendering rendering, Object[] a) {
    String method = String.valueOf(Values.text(a[2]));
    if (!method.equals("common") && !method.equals("ceil") && !method.equals("floor")) {
      throw new Raised("FilterArgumentError", "method must be common, ceil or floor");
    }
    if (method.equals("common")) {
      if (!Numbers.isNumber(a[0])) {
        throw Raised.type("type " + Values.typeName(a[0]) + " doesn't define __round__ method");
      }
      if (a[1] == None.NONE) {
        return a[0] instanceof Double number
            ? Numbers.truncate(Math.rint(number))
            : Numbers.toInteger(a[0]);
      }
      int digits = Values.integer(a[1]);
      return a[0] instanceof Double number
          ? Numbers.round(number, digits)
          : Numbers.round(Numbers.toInteger(a[0]), digits);
    }
    Object factor = Operators.binary(rendering, "**", BigInteger.TEN, a[1]);
    Object scaled = Operators.binary(rendering, "*", a[0], factor);
    if (!Numbers.isNumber(scaled)) {
      throw Raised.type("must be real number, not " + Values.typeName(scaled));
    }
    Object whole = scaled;
    if (scaled instanceof Double number) {
      if (number.isNaN() || number.isInfinite()) {
        throw new Raised(
            number.isNaN() ? "ValueError" : "OverflowError",
            "cannot convert float " + (number.isNaN() ? "NaN" : "infinity") + " to integer");
      }
      whole =
          new BigDecimal(number)
              .setScale(0, method.equals("ceil") ? RoundingMode.CEILING : RoundingMode.FLOOR)
              .toBigInteger();
    }
    return Operators.binary(rendering, "/", whole, factor);
  }

  private static String fileSize(Object[] a) {
    Object number = toFloat(new Object[] {a[0], None.NONE});
    if (!(number instanceof Double bytes)) {
      throw Raised.value("could not convert to float");
    }
    boolean binary = Values.truth(a[1]);
    double base = binary ? 1024 : 1000;
    if (bytes == 1) {
      return "1 Byte";
    } else if (bytes < base) {
      return Numbers.truncate(bytes) + " Bytes";
    }
    String units = binary ? "KMGTPEZY" : "kMGTPEZY";
    double unit = base;
    for (int i = 0; i < units.length(); i++) {
      unit *= base;
      if (bytes < unit || i == units.length() - 1) {
        return FormatSpec.parse(".1f").formatFloat(base * bytes / unit)
            + " "
            + units.charAt(i)
            + (binary ? "iB" : "B");
      }
    }
    throw new IllegalStateException("the last unit takes all");
  }

  // -- texts

  private static Object title(Rendering rendering, Object value) {
    String text = Values.str(rendering, value);
    var result = new StringBuilder(text.length());
    var word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Strings.isSpace(c) || "-({[<".indexOf(c) >= 0) {
        result.append(capital(word)).append(c);
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    return rendering.made(result.append(capital(word)).toString());
  }

  private static String capital(StringBuilder word) {
    if (word.length() == 0) {
      return "";
    }
    String text = word.toString();
    int first = Character.charCount(text.codePointAt(0));
    return Strings.upper(text.substring(0, first)) + Strings.lower(text.substring(first));
  }

  private static Object indent(Rendering rendering, Object[] a) {
    String text = Values.text(a[0]);
    if (text == null) {
      throw a[0] instanceof Undefined undefined
          ? undefined.raised()
          : Raised.type(
              "unsupported operand type(s) for +=: "
                  + Strings.repr(Values.typeName(a[0]))
                  + " and 'str'");
    }
    String width = Values.text(a[1]);
    if (width == null) {
      int spaces = Math.max(0, Values.integer(a[1]));
      rendering.chargeText(spaces);
      width = " ".repeat(spaces);
    }
    List<Object> lines = Strings.lines(text + "\n", false);
    rendering.chargeText(text.length() + (long) width.length() * (lines.size() + 1));
    boolean blank = Values.truth(a[3]);
    var result = new StringBuilder(Values.truth(a[2]) ? width : "");
    for (int i = 0; i < lines.size(); i++) {
      String line = (String) lines.get(i);
      boolean indented = i > 0 && (blank || !line.isEmpty());
      result.append(i == 0 ? "" : "\n").append(indented ? width : "").append(line);
    }
    return a[0] instanceof Markup ? new Markup(result.toString()) : result.toString();
  }

  private static Object truncate(Rendering rendering, Object[] a) {
    int length = Values.integer(a[1]);
    String end = Values.str(rendering, a[3]);
    int leeway = a[4] == None.NONE ? 5 : Values.integer(a[4]);
    int room = length - Strings.length(end);
    if (room < 0) {
      throw new Raised(
          "AssertionError", "expected length >= " + Strings.length(end) + ", got " + length);
    }
    if (leeway < 0) {
      throw new Raised("AssertionError", "expected leeway >= 0, got " + leeway);
    }
    if (Values.length(rendering, a[0]) <= length + (long) leeway) {
      return a[0];
    }
    String text = Values.text(a[0]);
    if (text == null) {
      throw Raised.type("truncate() takes text, not " + Values.typeName(a[0]));
    }
    String kept = text.substring(0, Strings.offset(text, room));
    if (!Values.truth(a[2])) {
      int space = kept.lastIndexOf(' ');
      kept = space < 0 ? kept : kept.substring(0, space);
    }
    return rendering.made(kept + end);
  }

  private static Object wordCount(Rendering rendering, Object value) {
    String text = Values.str(rendering, value);
    rendering.charge(text.length());
    int count = 0;
    for (Matcher words = WORD.matcher(text); words.find(); ) {
      count++;
    }
    return BigInteger.valueOf(count);
  }

  private static Object format(Rendering rendering, Arguments arguments) {
    Object value = subject(arguments, "format");
    List<Object> rest = arguments.positional().subList(1, arguments.positional().size());
    if (!rest.isEmpty() && !arguments.keywords().isEmpty()) {
      throw new Raised(
          "FilterArgumentError", "can't handle positional and keyword arguments at the same time");
    }
    Object values = new TupleValue(new ArrayList<>(rest));
    if (!arguments.keywords().isEmpty()) {
      var named = new DictValue();
      arguments.keywords().forEach(named::put);
      values = named;
    }
    String text = Values.str(rendering, value);
    rendering.charge(text.length());
    boolean markup = value instanceof Markup;
    String result = rendering.made(Format.percent(rendering, text, values, markup));
    return markup ? new Markup(result) : result;
  }

  private static String urlQuote(Rendering rendering, Object value, boolean query) {
    String text = Values.str(rendering, value);
    var result = new StringBuilder();
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "_.-~".indexOf(c) >= 0
              || (c == '/' && !query);
      if (plain) {
        result.append(c);
      } else if (c == ' ' && query) {
        result.append('+');
      } else {
        result
            .append('%')
            .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
            .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return rendering.made(result.toString());
  }

  private static Object urlEncode(Rendering rendering, Object value) {
    if (Values.text(value) != null || !Values.isIterable(value)) {
      return urlQuote(rendering, value, false);
    }
    Object pairs =
        value instanceof DictValue dict ? new DictView(dict, DictView.Kind.ITEMS) : value;
    var parts = new ArrayList<String>();
    for (Object each : Values.toList(rendering, pairs)) {
      List<Object> pair = Values.toList(rendering, each);
      if (pair.size() != 2) {
        throw Raised.value(
            pair.size() < 2
                ? "not enough values to unpack (expected 2, got " + pair.size() + ")"
                : "too many values to unpack (expected 2)");
      }
      parts.add(
          urlQuote(rendering, pair.get(0), true) + "=" + urlQuote(rendering, pair.get(1), true));
    }
    return Methods.join(rendering, "&", parts);
  }

  private static Object xmlAttributes(Rendering rendering, Object[] a) {
    if (a[0] instanceof Undefined undefined) {
      throw undefined.raised();
    }
    if (!(a[0] instanceof DictValue dict)) {
      throw noAttribute(a[0], "items");
    }
    var parts = new ArrayList<String>();
    for (DictValue.Entry each : dict.entries()) {
      if (each.value() == None.NONE || each.value() instanceof Undefined) {
        continue;
      }
      String key = Values.text(each.key());
      if (key == null) {
        throw Raised.type("expected string or bytes-like object");
      }
      if (key.chars()
          .anyMatch(c -> c == '/' || c == '>' || c == '=' || (c < 128 && Strings.isSpace(c)))) {
        throw Raised.value("Invalid character in attribute name: " + Strings.repr(key));
      }
      parts.add(
          Markup.escape(rendering, key).text()
              + "=\""
              + Markup.escape(rendering, each.value()).text()
              + "\"");
    }
    String result = Methods.join(rendering, " ", parts);
    return Values.truth(a[1]) && !result.isEmpty() ? " " + result : result;
  }

  private static Object pretty(Rendering rendering, Object value) {
    String text = Values.repr(rendering, sortedKeys(rendering, value));
    if (Strings.length(text) > 80) {
      throw Raised.unsupported("pprint of what does not fit a line");
    }
    return text;
  }

  private static Object sortedKeys(Rendering rendering, Object value) {
    rendering.enter();
    Object result = value;
    if (value instanceof DictValue dict) {
      List<Object> keys = dict.keys();
      Values.sort(rendering, keys, new ArrayList<>(keys), false);
      var sorted = new DictValue();
      for (Object key : keys) {
        Object each = dict.get(rendering, key);
        sorted.put(rendering, key, sortedKeys(rendering, each == null ? None.NONE : each));
      }
      result = sorted;
    } else if (value instanceof ListValue list) {
      var items = new ArrayList<Object>();
      list.items().forEach(each -> items.add(sortedKeys(rendering, each)));
      result = new ListValue(items);
    }
    rendering.charge(1);
    rendering.leave();
    return result;
  }

  private static void leftOut(String name, String why) {
    add(
        name,
        "*",
        (r, a) -> {
          throw Raised.unsupported("the filter " + name + ", which " + why + ",");
        });
  }

  static {
    add("abs", "x, /", (r, a) -> abs(a[0]));
    add("attr", "obj, name", Filters::attribute);
    add("batch", "value, linecount, fill_with=None", Filters::batch);
    text("capitalize", Strings::capitalize);
    add(
        "center",
        "value, width=80",
        (r, a) -> {
          String text = Methods.center(r, Values.str(r, a[0]), a[1], " ");
          return a[0] instanceof Markup ? new Markup(text) : text;
        });
    for (String name : new String[] {"count", "length"}) {
      add(name, "obj, /", (r, a) -> BigInteger.valueOf(Values.length(r, a[0])));
    }
    for (String name : new String[] {"d", "default"}) {
      add(
          name,
          "value, default_value='', boolean=False",
          (r, a) ->
              a[0] instanceof Undefined || (Values.truth(a[2]) && !Values.truth(a[0]))
                  ? a[1]
                  : a[0]);
    }
    add("dictsort", "value, case_sensitive=False, by='key', reverse=False", Filters::dictSort);
    for (String name : new String[] {"e", "escape"}) {
      add(name, "s, /", (r, a) -> Markup.escape(r, a[0]));
    }
    add("filesizeformat", "value, binary=False", (r, a) -> fileSize(a));
    add("first", "seq", (r, a) -> first(r, a[0]));
    add("float", "value, default=0.0", (r, a) -> toFloat(a));
    add("forceescape", "value", (r, a) -> Markup.escape(r, Values.str(r, a[0])));
    raw("format", Filters::format);
    add("groupby", "value, attribute, default=None, case_sensitive=False", Filters::groupBy);
    add("indent", "s, width=4, first=False, blank=False", Filters::indent);
    add("int", "value, default=0, base=10", Filters::toInteger);
    add(
        "items",
        "value",
        (r, a) ->
            lazy(
                () -> {
                  if (a[0] instanceof Undefined) {
                    return Collections.emptyIterator();
                  }
                  if (!(a[0] instanceof DictValue dict)) {
                    throw Raised.type("Can only get item pairs from a mapping.");
                  }
                  return dict.iterator(DictValue.Entry::pair);
                }));
    add("join", "value, d='', attribute=None", Filters::join);
    add(
        "last",
        "seq",
        (r, a) -> {
          List<Object> reversed = reversible(r, a[0]);
          return reversed.isEmpty()
              ? Undefined.explained("No last item, sequence was empty.", r.strict())
              : reversed.get(0);
        });
    add("list", "value", (r, a) -> new ListValue(Values.toList(r, a[0])));
    text("lower", Strings::lower);
    raw("map", Filters::map);
    add("max", "value, case_sensitive=False, attribute=None", (r, a) -> extreme(r, a, ">"));
    add("min", "value, case_sensitive=False, attribute=None", (r, a) -> extreme(r, a, "<"));
    add("pprint", "value", (r, a) -> pretty(r, a[0]));
    leftOut("random", "is random");
    select("reject", false, false);
    select("rejectattr", true, false);
    add(
        "replace",
        "s, old, new, count=None",
        (r, a) ->
            r.made(
                Methods.replace(
                    r,
                    Values.str(r, a[0]),
                    Values.str(r, a[1]),
                    Values.str(r, a[2]),
                    a[3] == None.NONE ? -1 : Values.integer(a[3]))));
    add("reverse", "value", (r, a) -> reverse(r, a[0]));
    add("round", "value, precision=0, method='common'", Filters::round);
    add("safe", "value", (r, a) -> a[0] instanceof Markup ? a[0] : new Markup(Values.str(r, a[0])));
    select("select", false, true);
    select("selectattr", true, true);
    add("slice", "value, slices, fill_with=None", Filters::slice);
    add("sort", "value, reverse=False, case_sensitive=False, attribute=None", Filters::sort);
    add("string", "s, /", (r, a) -> a[0] instanceof Markup ? a[0] : Values.str(r, a[0]));
    leftOut("striptags", "is for HTML");
    add("sum", "iterable, attribute=None, start=0", Filters::sum);
    add("title", "s", (r, a) -> title(r, a[0]));
    add(
        "trim",
        "value, chars=None",
        (r, a) -> {
          String characters = Values.text(a[1]);
          if (characters == null && a[1] != None.NONE) {
            throw Raised.type("strip arg must be None or str");
          }
          return change(
              r,
              a[0],
              text ->
                  characters == null
                      ? Strings.stripEnd(Strings.stripStart(text))
                      : Strings.strip(text, characters, true, true));
        });
    add("truncate", "s, length=255, killwords=False, end='...', leeway=None", Filters::truncate);
    add("unique", "value, case_sensitive=False, attribute=None", Filters::unique);
    text("upper", Strings::upper);
    add("urlencode", "value", (r, a) -> urlEncode(r, a[0]));
    leftOut("urlize", "is for HTML");
    add("wordcount", "s", (r, a) -> wordCount(r, a[0]));
    add(
        "wordwrap",
        "s, width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True",
        WordWrap::wrap);
    add("xmlattr", "d, autospace=True", Filters::xmlAttributes);
    CHAT.put(
        "tojson",
        new Builtin(
            "tojson",
            "function",
            Signature.of("x, ensure_ascii=False, indent=None, separators=None, sort_keys=False"),
            (r, a) -> Json.dumps(r, a[0], Values.truth(a[1]), a[2], a[3], Values.truth(a[4]))));
    TASK.put(
        "tojson",
        new Builtin(
            "tojson",
            "function",
            Signature.of("value, indent=None"),
            (r, a) ->
                new Markup(
                    r.made(
                        Json.dumps(r, a[0], true, a[1], None.NONE, true)
                            .replace("<", "\\u003c")
                            .replace(">", "\\u003e")
                            .replace("&", "\\u0026")
                            .replace("'", "\\u0027")))));
    TASK.put(
        "regex_replace",
        new Builtin(
            "regex_replace",
            "function",
            Signature.of("string, pattern, repl, count=0"),
            (r, a) -> {
              var texts = new String[3];
              for (int i = 0; i < 3; i++) {
                String text = Values.text(a[i]);
                if (text == null) {
                  throw Raised.type(
                      "expected string or bytes-like object, got "
                          + Strings.repr(Values.typeName(a[i])));
                }
                texts[i] = text;
              }
              return RegexReplace.replace(r, texts[0], texts[1], texts[2], Values.integer(a[3]));
            }));
  }

  private static Object attribute(Rendering rendering, Object[] a) {
    String name = Values.text(a[1]);
    if (name == null) {
      throw Raised.type(
          "attribute name must be string, not " + Strings.repr(Values.typeName(a[1])));
    }
    Object found = Values.ownAttribute(rendering, a[0], name);
    return found == null ? Undefined.of(a[0], name, rendering.strict()) : found;
  }
}
