package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.ListValue;
import org.modelassay.template.Sequence.TupleValue;

/** The methods of Python's strings, lists, tuples, dicts and numbers. */
final class Methods {
  /** A method; {@code self} is its receiver. */
  @FunctionalInterface
  private interface Body {
    Object apply(Rendering rendering, Object self, Object[] a);
  }

  private record Method(String name, Signature signature, Body body) {
    Function bind(Object self) {
      return new Builtin(
          name,
          Builtin.METHOD,
          signature,
          (rendering, a) -> {
            rendering.chargeLook(self);
            return body.apply(rendering, self, a);
          });
    }
  }

  private static final Map<String, Method> STRING = new HashMap<>();
  private static final Map<String, Method> LIST = new HashMap<>();
  private static final Map<String, Method> TUPLE = new HashMap<>();
  private static final Map<String, Method> DICT = new HashMap<>();
  private static final Map<String, Method> NUMBER = new HashMap<>();

  /** Methods that change their list or dict. */
  private static final Set<String> LIST_CHANGES =
      Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");

  private static final Set<String> DICT_CHANGES =
      Set.of("clear", "pop", "popitem", "setdefault", "update");

  private Methods() {}

  /** A bound method or plain attribute, or null when the type has none of that name. */
  static @Nullable Object of(Rendering rendering, Object value, String name) {
    boolean hidden =
        rendering.dialect().immutable()
            && ((value instanceof ListValue && LIST_CHANGES.contains(name))
                || (value instanceof DictValue && DICT_CHANGES.contains(name)));
    if (hidden) {
      return Undefined.unsafe(value, name, rendering.strict());
    }
    if (value instanceof Markup markup) {
      Function plain = (Function) of(rendering, markup.text(), name);
      return plain == null ? null : new MarkupMethod(markup, plain, name);
    } else if (value instanceof String text) {
      if (name.equals("format")) {
        return formatMethod(text, false);
      }
      Method method = STRING.get(name);
      return method == null ? null : method.bind(value);
    } else if (value instanceof DictView view && name.equals("mapping")) {
      return view.dict();
    } else if (Numbers.isNumber(value)) {
      return number(value, name);
    }
    Map<String, Method> methods =
        value instanceof ListValue
            ? LIST
            : value instanceof Sequence ? TUPLE : value instanceof DictValue ? DICT : Map.of();
    if (value instanceof Sequence.RangeValue range) {
      Object bound =
          switch (name) {
            case "start" -> range.start();
            case "stop" -> range.stop();
            case "step" -> range.step();
            default -> null;
          };
      if (bound != null) {
        return bound;
      }
    }
    Method method = methods.get(name);
    return method == null ? null : method.bind(value);
  }

  private static @Nullable Object number(Object value, String name) {
    BigInteger integer = Values.index(value);
    return switch (name) {
      case "real" -> integer == null ? value : integer;
      case "imag" -> integer == null ? (Object) 0.0 : BigInteger.ZERO;
      case "numerator" -> integer;
      case "denominator" -> integer == null ? null : BigInteger.ONE;
      default -> {
        Method method = NUMBER.get((integer == null ? "float." : "int.") + name);
        method = method == null ? NUMBER.get(name) : method;
        yield method == null ? null : method.bind(value);
      }
    };
  }

  private static Function formatMethod(String text, boolean escape) {
    return new Function() {
      @Override
      public Object call(Rendering rendering, Arguments arguments) {
        rendering.charge(text.length());
        String result = rendering.made(Format.format(rendering, text, arguments, escape));
        return escape ? new Markup(result) : result;
      }

      @Override
      public String describe() {
        return "<" + Builtin.METHOD + " format>";
      }
    };
  }

  /** A string's method on markup: what it returns is markup, what it inserts is escaped. */
  private record MarkupMethod(Markup self, Function plain, String name) implements Function {
    private static final Set<String> ESCAPES =
        Set.of("replace", "ljust", "rjust", "center", "join");

    @Override
    public Object call(Rendering rendering, Arguments arguments) {
      if (name.equals("format")) {
        return formatMethod(self.text(), true).call(rendering, arguments);
      }
      Arguments given = arguments;
      if (ESCAPES.contains(name)) {
        var positional = new ArrayList<Object>();
        for (Object each : arguments.positional()) {
          boolean first = positional.isEmpty();
          if (name.equals("join")) {
            var parts = new ArrayList<Object>();
            Values.toList(rendering, each)
                .forEach(p -> parts.add(Markup.escape(rendering, p).text()));
            positional.add(new ListValue(parts));
          } else if (first || Values.text(each) == null) {
            positional.add(each);
          } else {
            positional.add(Markup.escape(rendering, each).text());
          }
        }
        given = new Arguments(positional, arguments.keywords());
      }
      return mark(plain.call(rendering, given));
    }

    private static Object mark(Object result) {
      if (result instanceof String text) {
        return new Markup(text);
      } else if (result instanceof ListValue list) {
        return new ListValue(
            new ArrayList<>(list.items().stream().map(MarkupMethod::mark).toList()));
      } else if (result instanceof TupleValue tuple) {
        return new TupleValue(tuple.items().stream().map(MarkupMethod::mark).toList());
      }
      return result;
    }

    @Override
    public String describe() {
      return plain.describe();
    }
  }

  // -- strings

  private static void string(String name, String parameters, Body body) {
    STRING.put(name, new Method(name, Signature.of(parameters), body));
  }

  /** What Python has and this does not: an error when it is called, not an undefined value. */
  private static void leftOut(Map<String, Method> methods, String type, String... names) {
    for (String name : names) {
      methods.put(
          methods == NUMBER ? type + "." + name : name,
          new Method(
              name,
              Signature.of("*"),
              (r, self, a) -> {
                throw Raised.unsupported(type + "." + name);
              }));
    }
  }

  private static String text(Object value, String what) {
    String text = Values.text(value);
    if (text == null) {
      if (value instanceof Undefined undefined) {
        throw Raised.type(what + " must be str, not " + Values.typeName(undefined));
      }
      throw Raised.type(what + " must be str, not " + Values.typeName(value));
    }
    return text;
  }

  private static String one(Object fill) {
    String text = text(fill, "The fill character");
    if (Strings.length(text) != 1) {
      throw Raised.type("The fill character must be exactly one character long");
    }
    return text;
  }

  static String center(Rendering rendering, String text, Object width, Object fill) {
    int missing = missing(rendering, text, width);
    // Python puts the odd one to the left when the width is odd.
    int left = missing / 2 + (missing & Values.integer(width) & 1);
    return one(fill).repeat(left) + text + fill(fill, missing - left);
  }

  private static String fill(Object fill, int count) {
    return one(fill).repeat(count);
  }

  private static int missing(Rendering rendering, String text, Object width) {
    int missing = Math.max(0, Values.integer(width) - Strings.length(text));
    rendering.chargeText((long) text.length() + missing);
    return missing;
  }

  private static Object stripped(Object self, Object set, boolean left, boolean right) {
    String text = (String) self;
    if (set == None.NONE) {
      String start = left ? Strings.stripStart(text) : text;
      return right ? Strings.stripEnd(start) : start;
    }
    String characters = Values.text(set);
    if (characters == null) {
      throw Raised.type("strip arg must be None or str");
    }
    return Strings.strip(text, characters, left, right);
  }

  /** The part that optional start and end arguments name, and where it starts. */
  private record Part(String text, int start, boolean outside) {
    static Part of(Object self, Object from, Object to) {
      String text = (String) self;
      if (from == None.NONE && to == None.NONE) {
        return new Part(text, 0, false);
      }
      int length = Strings.length(text);
      Slice.Range range = new Slice(from, to, None.NONE).in(length);
      int start = new Slice(from, None.NONE, None.NONE).in(length).start();
      BigInteger first = Values.index(from);
      boolean beyond = first != null && first.compareTo(BigInteger.valueOf(length)) > 0;
      return new Part(
          Strings.slice(text, range),
          range.length() == 0 && first != null && first.compareTo(BigInteger.valueOf(length)) >= 0
              ? length
              : start,
          beyond);
    }
  }

  private static int find(Object self, Object[] a, boolean last) {
    String needle = text(a[0], "argument");
    Part part = Part.of(self, a[1], a[2]);
    int found =
        part.outside
            ? -1
            : last
                ? Strings.lastIndexOf(part.text, needle, part.text.length())
                : Strings.indexOf(part.text, needle, 0);
    return found < 0 ? -1 : part.start + part.text.codePointCount(0, found);
  }

  private static Object begins(Rendering rendering, Object self, Object[] a, boolean end) {
    Part part = Part.of(self, a[1], a[2]);
    List<Object> all = a[0] instanceof TupleValue tuple ? tuple.items() : List.of(a[0]);
    boolean result = false;
    for (Object each : all) {
      String affix = Values.text(each);
      if (affix == null) {
        throw Raised.type(
            (end ? "endswith" : "startswith")
                + " first arg must be str or a tuple of str, not "
                + Values.typeName(each));
      }
      rendering.charge(1);
      result |= !part.outside && (end ? part.text.endsWith(affix) : part.text.startsWith(affix));
    }
    return result;
  }

  private static Object split(Rendering rendering, Object self, Object[] a, boolean last) {
    String text = (String) self;
    int limit = Values.integer(a[1]);
    rendering.charge(text.length());
    List<Object> parts;
    if (a[0] == None.NONE) {
      parts = last ? Strings.lastWords(text, limit) : Strings.words(text, limit);
    } else {
      String separator = Values.text(a[0]);
      if (separator == null) {
        throw Raised.type("must be str or None, not " + Values.typeName(a[0]));
      }
      parts =
          last ? Strings.splitLast(text, separator, limit) : Strings.split(text, separator, limit);
    }
    return rendering.list(parts);
  }

  private static Object partition(Object self, Object separator, boolean last) {
    String text = (String) self;
    String mark = text(separator, "argument");
    Strings.requireSeparator(mark);
    int at = last ? Strings.lastIndexOf(text, mark, text.length()) : Strings.indexOf(text, mark, 0);
    if (at < 0) {
      return last ? TupleValue.of("", "", text) : TupleValue.of(text, "", "");
    }
    return TupleValue.of(text.substring(0, at), mark, text.substring(at + mark.length()));
  }

  private static void all(String name, IntPredicate each) {
    string(
        name,
        "",
        (r, self, a) -> !((String) self).isEmpty() && ((String) self).codePoints().allMatch(each));
  }

  static {
    string("upper", "", (r, self, a) -> r.made(Strings.upper((String) self)));
    string("lower", "", (r, self, a) -> r.made(Strings.lower((String) self)));
    string("casefold", "", (r, self, a) -> r.made(Strings.caseFold((String) self)));
    string("title", "", (r, self, a) -> r.made(Strings.title((String) self)));
    string("capitalize", "", (r, self, a) -> r.made(Strings.capitalize((String) self)));
    string("swapcase", "", (r, self, a) -> r.made(Strings.swapCase((String) self)));
    string("strip", "chars=None, /", (r, self, a) -> stripped(self, a[0], true, true));
    string("lstrip", "chars=None, /", (r, self, a) -> stripped(self, a[0], true, false));
    string("rstrip", "chars=None, /", (r, self, a) -> stripped(self, a[0], false, true));
    string("split", "sep=None, maxsplit=-1", (r, self, a) -> split(r, self, a, false));
    string("rsplit", "sep=None, maxsplit=-1", (r, self, a) -> split(r, self, a, true));
    string(
        "splitlines",
        "keepends=False",
        (r, self, a) -> {
          r.charge(((String) self).length());
          return r.list(Strings.lines((String) self, Values.truth(a[0])));
        });
    string("partition", "sep, /", (r, self, a) -> partition(self, a[0], false));
    string("rpartition", "sep, /", (r, self, a) -> partition(self, a[0], true));
    string(
        "startswith", "prefix, start=None, end=None, /", (r, self, a) -> begins(r, self, a, false));
    string("endswith", "suffix, start=None, end=None, /", (r, self, a) -> begins(r, self, a, true));
    string(
        "replace",
        "old, new, count=-1, /",
        (r, self, a) ->
            replace(
                r,
                (String) self,
                text(a[0], "replace() argument 1"),
                text(a[1], "replace() argument 2"),
                Values.integer(a[2])));
    string(
        "removeprefix",
        "prefix, /",
        (r, self, a) -> {
          String text = (String) self;
          String prefix = text(a[0], "removeprefix() argument");
          return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
        });
    string(
        "removesuffix",
        "suffix, /",
        (r, self, a) -> {
          String text = (String) self;
          String suffix = text(a[0], "removesuffix() argument");
          return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
        });
    string(
        "join",
        "iterable, /",
        (r, self, a) -> {
          if (!Values.isIterable(a[0])) {
            throw Raised.type("can only join an iterable");
          }
          var parts = new ArrayList<String>();
          for (Object each : Values.toList(r, a[0])) {
            String part = Values.text(each);
            if (part == null) {
              throw Raised.type(
                  "sequence item "
                      + parts.size()
                      + ": expected str instance, "
                      + Values.typeName(each)
                      + " found");
            }
            parts.add(part);
          }
          return join(r, (String) self, parts);
        });
    string("find", "sub, start=None, end=None, /", (r, self, a) -> number(find(r, self, a, false)));
    string("rfind", "sub, start=None, end=None, /", (r, self, a) -> number(find(r, self, a, true)));
    string("index", "sub, start=None, end=None, /", (r, self, a) -> index(find(r, self, a, false)));
    string("rindex", "sub, start=None, end=None, /", (r, self, a) -> index(find(r, self, a, true)));
    string(
        "count",
        "sub, start=None, end=None, /",
        (r, self, a) -> {
          String needle = text(a[0], "argument");
          Part part = Part.of(self, a[1], a[2]);
          r.charge(part.text.length() / 16);
          return number(part.outside ? 0 : Strings.count(part.text, needle));
        });
    string(
        "center", "width, fillchar=' ', /", (r, self, a) -> center(r, (String) self, a[0], a[1]));
    string(
        "ljust",
        "width, fillchar=' ', /",
        (r, self, a) -> self + fill(a[1], missing(r, (String) self, a[0])));
    string(
        "rjust",
        "width, fillchar=' ', /",
        (r, self, a) -> fill(a[1], missing(r, (String) self, a[0])) + self);
    string(
        "zfill",
        "width, /",
        (r, self, a) -> {
          String text = (String) self;
          String zeros = "0".repeat(missing(r, text, a[0]));
          boolean signed = text.startsWith("+") || text.startsWith("-");
          return signed ? text.charAt(0) + zeros + text.substring(1) : zeros + text;
        });
    string(
        "expandtabs",
        "tabsize=8",
        (r, self, a) -> expandTabs(r, (String) self, Values.integer(a[0])));
    string(
        "format_map",
        "mapping, /",
        (r, self, a) -> {
          if (!(a[0] instanceof DictValue dict)) {
            throw Raised.type("format_map() takes a mapping");
          }
          Map<String, Object> named = new HashMap<>();
          for (DictValue.Entry each : dict.entries()) {
            String key = Values.text(each.key());
            if (key != null) {
              named.put(key, each.value());
            }
          }
          return r.made(Format.format(r, (String) self, new Arguments(List.of(), named), false));
        });
    string("islower", "", (r, self, a) -> Strings.isLower((String) self));
    string("isupper", "", (r, self, a) -> Strings.isUpper((String) self));
    string("istitle", "", (r, self, a) -> Strings.isTitled((String) self));
    string("isascii", "", (r, self, a) -> ((String) self).chars().allMatch(c -> c < 128));
    string(
        "isprintable",
        "",
        (r, self, a) -> ((String) self).codePoints().allMatch(Strings::isPrintable));
    string(
        "isidentifier",
        "",
        (r, self, a) -> {
          String text = (String) self;
          return !text.isEmpty()
              && (text.codePointAt(0) == '_'
                  || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
              && text.codePoints().allMatch(c -> c == '_' || Character.isUnicodeIdentifierPart(c));
        });
    leftOut(STRING, "str", "encode", "translate", "maketrans");
    all("isspace", Strings::isSpace);
    all("isalpha", Character::isLetter);
    all("isdecimal", Character::isDigit);
    all("isdigit", c -> Character.isDigit(c) || isSuperscript(c));
    all("isnumeric", c -> isNumeric(c));
    all("isalnum", c -> Character.isLetter(c) || isNumeric(c));
  }

  private static boolean isSuperscript(int c) {
    return c == 0xb2
        || c == 0xb3
        || c == 0xb9
        || (c >= 0x2070 && c <= 0x2089)
        || (c >= 0x2460 && c <= 0x2468);
  }

  private static boolean isNumeric(int c) {
    int type = Character.getType(c);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  private static BigInteger number(int value) {
    return BigInteger.valueOf(value);
  }

  private static int find(Rendering rendering, Object self, Object[] a, boolean last) {
    rendering.charge(((String) self).length() / 16);
    return find(self, a, last);
  }

  private static BigInteger index(int found) {
    if (found < 0) {
      throw Raised.value("substring not found");
    }
    return BigInteger.valueOf(found);
  }

  static String replace(Rendering rendering, String text, String old, String with, int count) {
    rendering.charge(text.length());
    long grows = Math.max(0, with.length() - old.length());
    if (grows > 0) {
      rendering.chargeText(text.length() + grows * Strings.count(text, old));
    }
    return Strings.replace(text, old, with, count);
  }

  static String join(Rendering rendering, String separator, List<String> parts) {
    long length = (long) separator.length() * Math.max(0, parts.size() - 1);
    for (String each : parts) {
      length += each.length();
    }
    rendering.chargeText(length);
    return String.join(separator, parts);
  }

  private static String expandTabs(Rendering rendering, String text, int size) {
    var result = new StringBuilder();
    int column = 0;
    for (int c : text.codePoints().toArray()) {
      if (c == '\t') {
        int spaces = size > 0 ? size - column % size : 0;
        rendering.chargeText(result.length() / 16 + (long) spaces);
        result.append(" ".repeat(spaces));
        column += spaces;
      } else {
        result.appendCodePoint(c);
        column = c == '\n' || c == '\r' ? 0 : column + 1;
      }
    }
    return rendering.made(result.toString());
  }

  // -- lists and tuples

  private static void list(String name, String parameters, Body body) {
    LIST.put(name, new Method(name, Signature.of(parameters), body));
  }

  private static void sequence(String name, String parameters, Body body) {
    list(name, parameters, body);
    TUPLE.put(name, new Method(name, Signature.of(parameters), body));
  }

  private static List<Object> items(Object self) {
    return ((ListValue) self).items();
  }

  private static Object put(Rendering rendering, Object self, int index, Object value) {
    List<Object> items = items(self);
    rendering.chargeItems(1);
    rendering.charge(items.size() / 16);
    if (items.size() >= Rendering.MAX_SIZE / 16) {
      rendering.chargeItems(Rendering.MAX_SIZE);
    }
    items.add(index, value);
    return None.NONE;
  }

  static {
    sequence(
        "index",
        "value, start=0, stop=None, /",
        (r, self, a) -> {
          Sequence all = (Sequence) self;
          Slice.Range range = new Slice(a[1], a[2], None.NONE).in(all.size());
          for (int i = range.start(); i < range.start() + range.length(); i++) {
            if (all.get(i) == a[0] || Values.equal(r, all.get(i), a[0])) {
              return number(i);
            }
          }
          throw Raised.value(
              self instanceof TupleValue
                  ? "tuple.index(x): x not in tuple"
                  : Values.repr(r, a[0]) + " is not in " + Values.typeName(self));
        });
    sequence(
        "count",
        "value, /",
        (r, self, a) -> {
          Sequence all = (Sequence) self;
          int count = 0;
          for (int i = 0; i < all.size(); i++) {
            count += all.get(i) == a[0] || Values.equal(r, all.get(i), a[0]) ? 1 : 0;
          }
          return number(count);
        });
    list("copy", "", (r, self, a) -> r.list(new ArrayList<>(items(self))));
    list("append", "object, /", (r, self, a) -> put(r, self, items(self).size(), a[0]));
    list(
        "insert",
        "index, object, /",
        (r, self, a) -> {
          int size = items(self).size();
          int index = Values.integer(a[0]);
          return put(r, self, Math.max(0, Math.min(size, index < 0 ? index + size : index)), a[1]);
        });
    list(
        "extend",
        "iterable, /",
        (r, self, a) -> {
          List<Object> more = Values.toList(r, a[0]);
          r.chargeItems((long) items(self).size() + more.size());
          items(self).addAll(more);
          return None.NONE;
        });
    list(
        "pop",
        "index=-1, /",
        (r, self, a) -> {
          List<Object> items = items(self);
          int index = Values.integer(a[0]);
          int from = index < 0 ? index + items.size() : index;
          if (from < 0 || from >= items.size()) {
            throw new Raised(
                "IndexError", items.isEmpty() ? "pop from empty list" : "pop index out of range");
          }
          r.charge(items.size() / 16);
          return items.remove(from);
        });
    list(
        "remove",
        "value, /",
        (r, self, a) -> {
          List<Object> items = items(self);
          for (int i = 0; i < items.size(); i++) {
            if (Values.equal(r, items.get(i), a[0])) {
              items.remove(i);
              return None.NONE;
            }
          }
          throw Raised.value("list.remove(x): x not in list");
        });
    list(
        "reverse",
        "",
        (r, self, a) -> {
          r.charge(items(self).size());
          Collections.reverse(items(self));
          return None.NONE;
        });
    list(
        "sort",
        "reverse=False",
        (r, self, a) -> {
          List<Object> sorted = new ArrayList<>(items(self));
          r.chargeItems(sorted.size());
          Values.sort(r, sorted, new ArrayList<>(sorted), Values.truth(a[0]));
          items(self).clear();
          items(self).addAll(sorted);
          return None.NONE;
        });
    list(
        "clear",
        "",
        (r, self, a) -> {
          items(self).clear();
          return None.NONE;
        });
  }

  // -- dicts

  private static void dict(String name, String parameters, Body body) {
    DICT.put(name, new Method(name, Signature.of(parameters), body));
  }

  /** Fills a dict as {@code dict(other, **keywords)} does. */
  static DictValue update(Rendering rendering, DictValue dict, Arguments arguments) {
    if (arguments.positional().size() > 1) {
      throw Raised.type("dict expected at most 1 argument, got " + arguments.positional().size());
    }
    for (Object from : arguments.positional()) {
      if (from instanceof Undefined undefined) {
        throw undefined.raised();
      } else if (from instanceof DictValue other) {
        for (DictValue.Entry each : List.copyOf(other.entries())) {
          put(rendering, dict, each.key(), each.value());
        }
      } else {
        int index = 0;
        for (Iterator<Object> pairs = Values.iterate(from); pairs.hasNext(); index++) {
          Object pair = pairs.next();
          if (!Values.isIterable(pair)) {
            throw Raised.type(
                "cannot convert dictionary update sequence element #" + index + " to a sequence");
          }
          List<Object> both = Values.toList(rendering, pair);
          if (both.size() != 2) {
            throw Raised.value(
                "dictionary update sequence element #"
                    + index
                    + " has length "
                    + both.size()
                    + "; 2 is required");
          }
          put(rendering, dict, both.get(0), both.get(1));
        }
      }
    }
    arguments.keywords().forEach((key, value) -> put(rendering, dict, key, value));
    return dict;
  }

  private static void put(Rendering rendering, DictValue dict, Object key, Object value) {
    rendering.chargeItems(4);
    dict.put(rendering, key, value);
  }

  static DictValue fromKeys(Rendering rendering, Object keys, Object value) {
    var dict = new DictValue();
    for (Object each : Values.toList(rendering, keys)) {
      put(rendering, dict, each, value);
    }
    return dict;
  }

  static {
    dict(
        "get",
        "key, default=None, /",
        (r, self, a) -> {
          Object value = ((DictValue) self).get(r, a[0]);
          return value == null ? a[1] : value;
        });
    dict("keys", "", (r, self, a) -> new DictView((DictValue) self, DictView.Kind.KEYS));
    dict("values", "", (r, self, a) -> new DictView((DictValue) self, DictView.Kind.VALUES));
    dict("items", "", (r, self, a) -> new DictView((DictValue) self, DictView.Kind.ITEMS));
    dict("copy", "", (r, self, a) -> update(r, new DictValue(), Arguments.of(self)));
    dict("fromkeys", "iterable, value=None, /", (r, self, a) -> fromKeys(r, a[0], a[1]));
    dict(
        "clear",
        "",
        (r, self, a) -> {
          ((DictValue) self).clear();
          return None.NONE;
        });
    dict(
        "popitem",
        "",
        (r, self, a) -> {
          DictValue dict = (DictValue) self;
          if (dict.size() == 0) {
            throw new Raised("KeyError", "'popitem(): dictionary is empty'");
          }
          List<Object> keys = dict.keys();
          r.charge(keys.size());
          Object key = keys.get(keys.size() - 1);
          Object value = dict.remove(r, key);
          return TupleValue.of(key, value == null ? None.NONE : value);
        });
    dict(
        "setdefault",
        "key, default=None, /",
        (r, self, a) -> {
          DictValue dict = (DictValue) self;
          Object value = dict.get(r, a[0]);
          if (value == null) {
            put(r, dict, a[0], a[1]);
            return a[1];
          }
          return value;
        });
    dict(
        "pop",
        "key, *",
        (r, self, a) -> {
          Object value = ((DictValue) self).remove(r, a[0]);
          if (value != null) {
            return value;
          }
          TupleValue otherwise = (TupleValue) a[1];
          if (otherwise.size() == 0) {
            throw new Raised("KeyError", Values.repr(r, a[0]));
          }
          return otherwise.get(0);
        });
    dict(
        "update",
        "*",
        (r, self, a) -> {
          update(r, (DictValue) self, new Arguments(((TupleValue) a[0]).items(), Map.of()));
          return None.NONE;
        });
  }

  // -- numbers

  static {
    leftOut(NUMBER, "int", "to_bytes", "from_bytes", "as_integer_ratio");
    leftOut(NUMBER, "float", "hex", "fromhex", "as_integer_ratio");
    NUMBER.put("conjugate", new Method("conjugate", Signature.of(""), (r, self, a) -> self));
    NUMBER.put(
        "float.is_integer",
        new Method(
            "is_integer",
            Signature.of(""),
            (r, self, a) -> {
              double number = (Double) self;
              return number == Math.rint(number) && !Double.isInfinite(number);
            }));
    NUMBER.put(
        "int.bit_length",
        new Method(
            "bit_length",
            Signature.of(""),
            (r, self, a) -> number(Numbers.toInteger(self).abs().bitLength())));
    NUMBER.put(
        "int.bit_count",
        new Method(
            "bit_count",
            Signature.of(""),
            (r, self, a) -> number(Numbers.toInteger(self).abs().bitCount())));
  }
}
