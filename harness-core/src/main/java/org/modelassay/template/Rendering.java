package org.modelassay.template;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.ListValue;

/** The state of one rendering: variables, output, and what is left of its allowance. */
final class Rendering {
  /** Evaluations inside one another; a macro call takes a handful. */
  static final int MAX_DEPTH = 500;

  /** The longest string and list, and so the longest output. */
  static final int MAX_SIZE = 1 << 24;

  /**
   * Evaluations, characters and elements made. A chat of ordinary length takes thousands; what
   * comes in adds to the allowance, since long conversations are the user's own.
   */
  private static final long BASE_WORK = 10_000_000;

  private static final int WORK_PER_INPUT = 100;

  private final Dialect dialect;
  private final LocalDateTime now;
  private final Map<String, Object> variables = new HashMap<>();
  private StringBuilder out = new StringBuilder();
  private long work;
  private long input;
  private int depth;

  Rendering(Dialect dialect, LocalDateTime now, Map<String, ?> given) {
    this.dialect = dialect;
    this.now = now;
    this.work = BASE_WORK;
    given.forEach((name, value) -> variables.put(name, value(name, value, 0)));
    this.work += WORK_PER_INPUT * input;
  }

  Dialect dialect() {
    return dialect;
  }

  LocalDateTime now() {
    return now;
  }

  boolean strict() {
    return dialect.strict();
  }

  /** A variable given, set at the top level or of Jinja's own; null when there is none. */
  @Nullable Object resolve(String name) {
    Object value = variables.get(name);
    return value == null ? Globals.of(dialect).get(name) : value;
  }

  /** Makes what the top level sets visible to blocks. */
  void export(String name, Object value) {
    variables.put(name, value);
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw Raised.limit("nested more than " + MAX_DEPTH + " levels deep");
    }
  }

  void leave() {
    depth--;
  }

  int depth() {
    return depth;
  }

  /** Puts the depth back after something raised inside was caught. */
  void restore(int before) {
    depth = before;
  }

  void charge(long units) {
    work -= units;
    if (work < 0) {
      throw Raised.limit("more steps than a rendering may take; does a loop grow what it reads?");
    }
  }

  /** Pays for going through a text or the digits of an integer once. */
  void chargeLook(Object value) {
    String text = Values.text(value);
    charge(
        text != null ? text.length() / 2 : value instanceof BigInteger n ? n.bitLength() / 64 : 0);
  }

  /** Pays for a string, before or after it is made. */
  void chargeText(long length) {
    if (length > MAX_SIZE) {
      throw Raised.limit("a text longer than " + MAX_SIZE + " characters");
    }
    charge(length);
  }

  String made(String text) {
    chargeText(text.length());
    return text;
  }

  /** Pays for a list, before or after it is made. */
  void chargeItems(long size) {
    // An element costs a reference and usually an object.
    if (size > MAX_SIZE / 16) {
      throw Raised.limit("a list longer than " + MAX_SIZE / 16 + " elements");
    }
    charge(size * 8);
  }

  ListValue list(List<Object> items) {
    chargeItems(items.size());
    return new ListValue(items);
  }

  void write(String text) {
    chargeText((long) out.length() + text.length() > MAX_SIZE ? MAX_SIZE + 1L : text.length());
    out.append(text);
  }

  /** Runs something and returns what it wrote. */
  String capture(Runnable body) {
    StringBuilder outer = out;
    out = new StringBuilder();
    try {
      body.run();
      return out.toString();
    } finally {
      out = outer;
    }
  }

  String output() {
    return out.toString();
  }

  /** Makes a value of the template's own of what the caller gave. */
  private Object value(String name, @Nullable Object given, int level) {
    input++;
    if (level > MAX_DEPTH) {
      throw new Raised(
          "TypeError", "the variable " + name + " is nested more than " + MAX_DEPTH + " levels");
    }
    if (given == null) {
      return None.NONE;
    } else if (given instanceof String text) {
      input += text.length();
      return text;
    } else if (given instanceof Boolean) {
      return given;
    } else if (given instanceof BigInteger) {
      return given;
    } else if (given instanceof Integer
        || given instanceof Long
        || given instanceof Short
        || given instanceof Byte) {
      return BigInteger.valueOf(((Number) given).longValue());
    } else if (given instanceof Number number) {
      return number.doubleValue();
    } else if (given instanceof Iterable<?> elements) {
      var items = new ArrayList<Object>();
      for (Object each : elements) {
        items.add(value(name, each, level + 1));
      }
      return new ListValue(items);
    } else if (given instanceof Map<?, ?> map) {
      var dict = new DictValue();
      for (var each : map.entrySet()) {
        dict.put(
            this, value(name, each.getKey(), level + 1), value(name, each.getValue(), level + 1));
      }
      return dict;
    }
    throw Raised.type(
        "the variable "
            + name
            + " holds a "
            + given.getClass().getName()
            + "; give texts, numbers, booleans, null, lists and maps");
  }
}
