package org.modelassay.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes values as Python's {@code json.dumps} does. */
final class Json {
  private final Rendering rendering;
  private final boolean ascii;
  private final boolean lines;
  private final String indent;
  private final String itemSeparator;
  private final String keySeparator;
  private final boolean sorted;
  private final StringBuilder out = new StringBuilder();

  private Json(
      Rendering rendering, boolean ascii, Object indent, Object separators, boolean sorted) {
    this.rendering = rendering;
    this.ascii = ascii;
    this.sorted = sorted;
    this.lines = indent != None.NONE;
    String text = Values.text(indent);
    this.indent = !lines ? "" : text != null ? text : " ".repeat(spaces(indent));
    if (separators == None.NONE) {
      itemSeparator = lines ? "," : ", ";
      keySeparator = ": ";
    } else {
      List<Object> both = Values.toList(rendering, separators);
      if (both.size() != 2) {
        throw Raised.value(
            both.size() < 2
                ? "not enough values to unpack (expected 2, got " + both.size() + ")"
                : "too many values to unpack (expected 2)");
      }
      itemSeparator = separator(both.get(0));
      keySeparator = separator(both.get(1));
    }
  }

  private static int spaces(Object indent) {
    int spaces = Math.max(0, Values.integer(indent));
    if (spaces > Rendering.MAX_DEPTH) {
      throw Raised.limit("an indentation of more than " + Rendering.MAX_DEPTH + " spaces");
    }
    return spaces;
  }

  private static String separator(Object value) {
    String text = Values.text(value);
    if (text == null) {
      throw Raised.type("a separator must be str, not " + Values.typeName(value));
    }
    return text;
  }

  /**
   * Writes a value.
   *
   * @param ascii whether to escape all beyond ASCII
   * @param indent spaces or text to indent by, or None for one line
   * @param separators the two separators, or None for the usual ones
   * @param sorted whether keys are sorted
   */
  static String dumps(
      Rendering rendering,
      Object value,
      boolean ascii,
      Object indent,
      Object separators,
      boolean sorted) {
    var json = new Json(rendering, ascii, indent, separators, sorted);
    json.write(value, 0);
    return json.out.toString();
  }

  private void append(String text) {
    rendering.chargeText(
        (long) out.length() + text.length() > Rendering.MAX_SIZE
            ? Rendering.MAX_SIZE + 1L
            : text.length());
    out.append(text);
  }

  private void write(Object value, int level) {
    String text = Values.text(value);
    if (text != null) {
      string(text);
    } else if (value == None.NONE) {
      append("null");
    } else if (value instanceof Boolean truth) {
      append(truth ? "true" : "false");
    } else if (Numbers.isNumber(value)) {
      append(number(value));
    } else if (value instanceof DictValue dict) {
      object(dict, level);
    } else if (value instanceof Sequence sequence && !(value instanceof Sequence.RangeValue)) {
      array(sequence, level);
    } else {
      throw Raised.type("Object of type " + Values.typeName(value) + " is not JSON serializable");
    }
  }

  private static String number(Object value) {
    if (value instanceof Double number) {
      if (number.isNaN()) {
        return "NaN";
      }
      return number.isInfinite() ? (number > 0 ? "Infinity" : "-Infinity") : Numbers.repr(number);
    }
    return Numbers.repr(Numbers.toInteger(value));
  }

  private void newLine(int level) {
    if (lines) {
      append("\n");
      for (int i = 0; i < level; i++) {
        append(indent);
      }
    }
  }

  private void array(Sequence items, int level) {
    if (items.size() == 0) {
      append("[]");
      return;
    }
    rendering.enter();
    append("[");
    for (int i = 0; i < items.size(); i++) {
      append(i == 0 ? "" : itemSeparator);
      newLine(level + 1);
      write(items.get(i), level + 1);
    }
    newLine(level);
    append("]");
    rendering.leave();
  }

  private void object(DictValue dict, int level) {
    if (dict.size() == 0) {
      append("{}");
      return;
    }
    rendering.enter();
    List<Object> keys = dict.keys();
    List<Object> values = new ArrayList<>();
    dict.entries().forEach(each -> values.add(each.value()));
    rendering.charge(keys.size());
    if (sorted) {
      Values.sort(rendering, values, keys, false);
      Values.sort(rendering, keys, new ArrayList<>(keys), false);
    }
    append("{");
    for (int i = 0; i < keys.size(); i++) {
      append(i == 0 ? "" : itemSeparator);
      newLine(level + 1);
      string(key(keys.get(i)));
      append(keySeparator);
      write(values.get(i), level + 1);
    }
    newLine(level);
    append("}");
    rendering.leave();
  }

  private static String key(Object key) {
    String text = Values.text(key);
    if (text != null) {
      return text;
    } else if (key instanceof Boolean truth) {
      return truth ? "true" : "false";
    } else if (key == None.NONE) {
      return "null";
    } else if (Numbers.isNumber(key)) {
      return number(key);
    }
    throw Raised.type("keys must be str, int, float, bool or None, not " + Values.typeName(key));
  }

  private void string(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\f' -> quoted.append("\\f");
        case '\b' -> quoted.append("\\b");
        default -> {
          if (c < ' ' || (ascii && c > '~')) {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    append(quoted.append('"').toString());
  }
}
