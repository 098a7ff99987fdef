package org.modelassay.model.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.modelassay.AssayException;
import org.modelassay.WatchedText;
import org.modelassay.model.ModelConfig;

/**
 * Numbers by patterns of module names, as {@code rank_pattern} and {@code alpha_pattern} have them:
 * the first that matches the whole name, or its end after a dot.
 */
final class PatternTable {
  private final ModelConfig config;
  private final String key;
  private final Map<Pattern, Double> numbers = new LinkedHashMap<>();

  private PatternTable(ModelConfig config, String key) {
    this.config = config;
    this.key = key;
  }

  static PatternTable of(ModelConfig config, String key) {
    var table = new PatternTable(config, key);
    for (Map.Entry<String, JsonNode> entry : config.node(key).properties()) {
      if (!entry.getValue().isNumber() || !(entry.getValue().asDouble() > 0)) {
        throw table.wrong(entry.getKey(), "is " + entry.getValue() + ", expected a number above 0");
      }
      try {
        table.numbers.put(
            Pattern.compile("(.*\\.)?(" + entry.getKey() + ")"), entry.getValue().asDouble());
      } catch (PatternSyntaxException e) {
        throw table.wrong(entry.getKey(), "is no pattern: " + e.getDescription());
      }
    }
    return table;
  }

  double get(String module, double otherwise) {
    for (Map.Entry<Pattern, Double> entry : numbers.entrySet()) {
      // The pattern comes from a stranger: an exponential one must end.
      var bounded = WatchedText.atMost(module, 1_000_000);
      try {
        if (entry.getKey().matcher(bounded).matches()) {
          return entry.getValue();
        }
      } catch (WatchedText.TooManyLooks | StackOverflowError e) {
        throw wrong(entry.getKey().pattern(), "takes too long to match " + module);
      }
    }
    return otherwise;
  }

  private AssayException wrong(String pattern, String what) {
    return new AssayException(config.file() + ": " + key + ": '" + pattern + "' " + what);
  }
}
