package org.modelassay.model.gguf;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.UnsupportedModelException;

/**
 * The metadata below the name of an architecture, such as {@code llama.block_count}: values with
 * their type checked, and a memory of which were read, for what was not may change the mathematics.
 */
final class GgufMetadata {
  /** Keys that cannot change what the weights compute, or are said by the tensors themselves. */
  private static final Set<String> HARMLESS =
      Set.of(
          "vocab_size",
          "tensor_data_layout",
          "attention.causal",
          "rope.scaling.finetuned",
          "pooling_type");

  private final GgufFile file;
  private final String prefix;
  private final Set<String> read = new HashSet<>();

  GgufMetadata(GgufFile file, String architecture) {
    this.file = file;
    this.prefix = architecture + ".";
  }

  GgufFile file() {
    return file;
  }

  boolean has(String key) {
    return value(key) != null;
  }

  /** A positive whole number that must be there. */
  int size(String key) {
    if (!has(key)) {
      throw new AssayException(file + " lacks " + prefix + key);
    }
    int size = size(key, 0);
    if (size == 0) {
      throw wrong(key, "a positive whole number");
    }
    return size;
  }

  /** The same where more than {@code most} cannot be. */
  int size(String key, int most, String what) {
    int size = size(key);
    if (size > most) {
      throw wrong(key, "at most " + most + ", " + what);
    }
    return size;
  }

  /** A whole number that is not negative; where there is one for each layer, all must be equal. */
  int size(String key, int otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      if (list.stream().distinct().count() > 1) {
        throw unsupported(key, "one number for all layers");
      }
      value = list.get(0);
    }
    if (value instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw wrong(key, "a whole number");
  }

  double number(String key, double otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Double || value instanceof Long) {
      return ((Number) value).doubleValue();
    }
    throw wrong(key, "a number");
  }

  boolean truth(String key, boolean otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw wrong(key, "true or false");
  }

  /** Truth values, one for each layer; empty where there are none. */
  List<Boolean> truths(String key) {
    if (!(value(key) instanceof List<?> list)) {
      return List.of();
    }
    if (!list.stream().allMatch(Boolean.class::isInstance)) {
      throw wrong(key, "truth values");
    }
    return list.stream().map(Boolean.class::cast).toList();
  }

  String text(String key, String otherwise) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text) {
      return text;
    }
    throw wrong(key, "a text");
  }

  private @Nullable Object value(String key) {
    read.add(key);
    return file.metadata().get(prefix + key);
  }

  private AssayException wrong(String key, String expected) {
    return new AssayException(
        file + ": " + prefix + key + " is " + shown(value(key)) + ", expected " + expected);
  }

  private static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }

  /** A setting that changes the mathematics and has no implementation here. */
  UnsupportedModelException unsupported(String key, String supported) {
    return new UnsupportedModelException(
        file
            + ": "
            + prefix
            + key
            + " is "
            + shown(value(key))
            + ", which is not implemented; supported: "
            + supported);
  }

  /** Refuses keys of the architecture that nobody read, unless they switch nothing on. */
  void refuseUnread() {
    for (Map.Entry<String, Object> entry : file.metadata().entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        continue;
      }
      String key = entry.getKey().substring(prefix.length());
      if (!read.contains(key) && !HARMLESS.contains(key) && !isOff(entry.getValue())) {
        throw new UnsupportedModelException(
            file
                + ": "
                + entry.getKey()
                + " is "
                + shown(entry.getValue())
                + "; this key is not known and may change the mathematics");
      }
    }
  }

  private static boolean isOff(Object value) {
    return (value instanceof Number number && number.doubleValue() == 0)
        || value.equals(false)
        || value.equals("")
        || value.equals(List.of());
  }
}
