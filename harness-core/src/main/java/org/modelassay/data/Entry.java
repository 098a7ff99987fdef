package org.modelassay.data;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.file.JsonLine;
import org.modelassay.template.PythonPattern;

/**
 * A map inside a task file, as a filter or a metric is written.
 *
 * @param file the task file
 * @param place where in it, such as {@code filter_list[0]}
 * @param values plain values by key
 */
record Entry(Path file, String place, Map<String, @Nullable Object> values) {

  /** Refuses every other key. */
  void allow(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw wrong(
            key,
            "this key is not supported",
            "one of " + String.join(", ", new TreeSet<>(known)),
            "take it out");
      }
    }
  }

  /** A text that must be there. */
  String text(String key) {
    Object value = values.get(key);
    if (value instanceof String text) {
      return text;
    }
    throw wrong(
        key,
        value == null ? "the key is left out" : "found " + JsonLine.describe(value),
        "a text",
        value == null ? "add it" : "write it in quotes");
  }

  String text(String key, String otherwise) {
    return values.get(key) == null ? otherwise : text(key);
  }

  int integer(String key, int otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof BigInteger number && number.bitLength() < Integer.SIZE) {
      return number.intValue();
    }
    throw wrong(
        key, "found " + JsonLine.describe(value), "a whole number", "write it without quotes");
  }

  boolean flag(String key) {
    Object value = values.get(key);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    throw wrong(
        key, "found " + JsonLine.describe(value), "true or false", "write it without quotes");
  }

  List<?> list(String key) {
    Object value = values.get(key);
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(
        key,
        value == null ? "the key is left out" : "found " + JsonLine.describe(value),
        "a list",
        "write it as one");
  }

  /** The map that is an element of a list. */
  Entry element(String key, int index) {
    String name = key + "[" + index + "]";
    return map(name, list(key).get(index));
  }

  Entry map(String key) {
    return map(key, values.get(key));
  }

  @SuppressWarnings("unchecked") // plain values have texts as keys
  private Entry map(String name, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return new Entry(file, place + "." + name, (Map<String, @Nullable Object>) map);
    }
    throw wrong(
        name,
        value == null ? "the key is left out" : "found " + JsonLine.describe(value),
        "keys",
        "write it as a map");
  }

  /** A pattern of Python's. */
  PythonPattern pattern(String key, String pattern) {
    try {
      return PythonPattern.of(pattern);
    } catch (IllegalArgumentException e) {
      throw wrong(
          key,
          String.valueOf(e.getMessage()),
          "a pattern of Python's re that can be read here",
          "correct it");
    }
  }

  /** What is wrong with a key: {@code file: place.key: found; expected; remedy}. */
  AssayException wrong(String key, String found, String expected, String remedy) {
    return new AssayException(
        "%s: %s.%s: %s; expected %s; %s".formatted(file, place, key, found, expected, remedy));
  }
}
