package org.modelassay.junit.launch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/** What a program was given: pairs of an option and its value. */
final class Options {
  private final Map<String, String> values = new HashMap<>();

  /**
   * Reads the arguments.
   *
   * @param known the options there are
   * @throws AssayException when one is none of them or has no value
   */
  Options(List<String> known, List<String> arguments) {
    for (int i = 0; i < arguments.size(); i += 2) {
      String option = arguments.get(i);
      if (!known.contains(option)) {
        throw new AssayException(option + " is no option; there are " + String.join(", ", known));
      }
      if (i + 1 == arguments.size()) {
        throw new AssayException(option + " has no value; give one after it");
      }
      values.put(option, arguments.get(i + 1));
    }
  }

  /** Its value, or null. */
  @Nullable String get(String option) {
    return values.get(option);
  }

  /** Its value, which must be there. */
  String needed(String option) {
    String value = values.get(option);
    if (value == null || value.isBlank()) {
      throw new AssayException(
          option + " is missing; give one (the property assay." + option.substring(2) + ")");
    }
    return value;
  }
}
