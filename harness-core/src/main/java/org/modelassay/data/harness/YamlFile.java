package org.modelassay.data.harness;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.file.Utf8File;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML as values; no tag makes anything else of it, and nothing is run. */
final class YamlFile {
  /** Aliases to lists and maps: none of the few that people write, all of those that explode. */
  private static final int MOST_ALIASES = 20;

  private static final int DEEPEST = 32;

  /**
   * What stands behind {@code !function}: the name of a Python function, which
   * lm-evaluation-harness would import.
   */
  record PythonFunction(String name) {
    @Override
    public String toString() {
      return "the Python function " + name;
    }
  }

  private YamlFile() {}

  /**
   * The keys of a file, in order.
   *
   * @param file YAML in UTF-8 whose top is a map
   * @throws AssayException naming file, line and column when it is no such thing
   */
  static Map<String, @Nullable Object> read(Path file) {
    return parse(file, Utf8File.read(file, "a task file of lm-evaluation-harness"));
  }

  /** The keys of a text that stands in a file. */
  static Map<String, @Nullable Object> parse(Path file, String text) {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(Math.max(1, text.length()));
    Object top;
    try {
      top = new Yaml(new Values(options)).load(text);
    } catch (MarkedYAMLException e) {
      String place =
          e.getProblemMark() == null
              ? ""
              : ":"
                  + (e.getProblemMark().getLine() + 1)
                  + ":"
                  + (e.getProblemMark().getColumn() + 1);
      throw new AssayException(
          file + place + ": not YAML (" + e.getProblem() + "); correct it there", e);
    } catch (YAMLException e) {
      throw new AssayException(file + ": not YAML (" + e.getMessage() + "); correct it", e);
    }
    if (!(top instanceof Map<?, ?> map)) {
      throw new AssayException(
          file + ": holds no keys; expected a task file of lm-evaluation-harness; check the file");
    }
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    map.forEach((key, value) -> keys.put(String.valueOf(key), value));
    return keys;
  }

  /**
   * A value as JSON would have it: String, BigInteger, Double, Boolean, null, List or Map.
   *
   * @throws IllegalArgumentException saying what it is instead
   */
  static @Nullable Object plain(@Nullable Object value) {
    return plain(value, 0);
  }

  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      // A list may hold itself by an alias.
      throw new IllegalArgumentException("nested more than " + DEEPEST + " levels deep");
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>(list.size());
      list.forEach(each -> values.add(plain(each, depth + 1)));
      return values;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      map.forEach((key, each) -> values.put(String.valueOf(key), plain(each, depth + 1)));
      return values;
    } else if (value instanceof Integer || value instanceof Long) {
      return BigInteger.valueOf(((Number) value).longValue());
    } else if (value == null
        || value instanceof String
        || value instanceof BigInteger
        || value instanceof Double
        || value instanceof Boolean) {
      return value;
    }
    throw new IllegalArgumentException(
        value instanceof PythonFunction ? value.toString() : "neither text nor number: " + value);
  }

  private static final class Values extends SafeConstructor {
    Values(LoaderOptions options) {
      super(options);
      yamlConstructors.put(
          new Tag("!function"),
          new AbstractConstruct() {
            @Override
            public Object construct(Node node) {
              return new PythonFunction(
                  node instanceof ScalarNode scalar ? scalar.getValue() : node.getTag().getValue());
            }
          });
    }
  }
}
