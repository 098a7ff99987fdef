package org.modelassay.data.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.file.DataFormat;
import org.modelassay.data.file.JsonLine;
import org.modelassay.data.harness.YamlFile.PythonFunction;

/**
 * The keys of a task file together with those of the files it includes, each with the file that
 * says it. A key that is null counts as left out.
 */
final class TaskSettings {
  /** What helps with all that only lm-evaluation-harness can do. */
  static final String AS_LINES =
      "or write the task as JSONL, an item a line: what stands in front of a choice as"
          + " \"question\", then \"choices\" and \"answer\"";

  private record Setting(Object value, Path file) {}

  private final Path file;
  private final String prefix;
  private final Map<String, Setting> settings;

  private TaskSettings(Path file, String prefix, Map<String, Setting> settings) {
    this.file = file;
    this.prefix = prefix;
    this.settings = settings;
  }

  /**
   * Reads a file with all it includes: later files win, the file itself over all.
   *
   * @throws AssayException naming the file that cannot be read or includes itself
   */
  static TaskSettings read(Path file) {
    return new TaskSettings(file, "", merged(file, new HashSet<>()));
  }

  private static Map<String, Setting> merged(Path file, Set<Path> seen) {
    if (!seen.add(file.toAbsolutePath().normalize())) {
      throw new AssayException(
          file + ": include: the file is included already; include each file once");
    }
    Map<String, @Nullable Object> own = YamlFile.read(file);
    Object include = own.remove("include");
    var merged = new LinkedHashMap<String, Setting>();
    for (Object each :
        include instanceof List<?> list ? list : Stream.ofNullable(include).toList()) {
      if (!(each instanceof String name)) {
        throw new AssayException(
            "%s: include: found %s; expected the path of a file"
                .formatted(file, JsonLine.describe(each)));
      }
      merged.putAll(merged(file.resolveSibling(name), seen));
    }
    own.forEach(
        (key, value) -> {
          if (value == null) {
            merged.remove(key);
          } else {
            merged.put(key, new Setting(value, file));
          }
        });
    return merged;
  }

  /** The file that was asked for. */
  Path file() {
    return file;
  }

  boolean has(String key) {
    return settings.containsKey(key);
  }

  /** A key's value as the file has it, or null. */
  @Nullable Object get(String key) {
    Setting setting = settings.get(key);
    return setting == null ? null : setting.value();
  }

  /** The file that says a key. */
  Path fileOf(String key) {
    Setting setting = settings.get(key);
    return setting == null ? file : setting.file();
  }

  /** A text, or null when the key is left out. */
  @Nullable String text(String key) {
    Object value = get(key);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrong(key, "found " + JsonLine.describe(value), "a text", "write it in quotes");
  }

  String text(String key, String otherwise) {
    String text = text(key);
    return text == null ? otherwise : text;
  }

  /** A text that must be there. */
  String required(String key) {
    String text = text(key);
    if (text == null) {
      throw wrong(key, "the key is left out", "a text", "add it");
    }
    return text;
  }

  /** A count, or 0 when the key is left out. */
  int count(String key) {
    return count(key, 0);
  }

  int count(String key, int otherwise) {
    Object value = get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer count && count >= 0) {
      return count;
    }
    throw wrong(
        key, "found " + JsonLine.describe(value), "a count", "write a whole number from 0 on");
  }

  /** A number, or something else when the key is left out. */
  double number(String key, double otherwise) {
    Object value = get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(key, "found " + JsonLine.describe(value), "a number", "write it without quotes");
  }

  /** A text or a list of texts, or something else when the key is left out. */
  List<String> texts(String key, List<String> otherwise) {
    Object value = get(key);
    if (value == null) {
      return otherwise;
    }
    List<?> list = value instanceof List<?> several ? several : List.of(value);
    if (list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw wrong(
        key, "found " + JsonLine.describe(value), "a text or a list of texts", "write texts");
  }

  /** A list of maps with plain values, empty when the key is left out. */
  List<Map<String, @Nullable Object>> maps(String key) {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    for (Object each : list(key)) {
      Object plain;
      try {
        plain = YamlFile.plain(each);
      } catch (IllegalArgumentException e) {
        throw wrong(
            key,
            "an entry holds " + e.getMessage(),
            "what needs no Python",
            "take the entry out or say it by the filters and metrics that docs/annotations.md"
                + " lists");
      }
      if (!(plain instanceof Map<?, ?> map)) {
        throw wrong(key, "an entry is " + JsonLine.describe(plain), "maps", "write it as a map");
      }
      Map<String, @Nullable Object> entry = new LinkedHashMap<>();
      map.forEach((name, value) -> entry.put(String.valueOf(name), value));
      maps.add(Collections.unmodifiableMap(entry));
    }
    return maps;
  }

  /** A list, empty when the key is left out. */
  List<?> list(String key) {
    Object value = get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "found " + JsonLine.describe(value), "a list", "write it as one");
  }

  /** The keys inside a key, none when it is left out. */
  TaskSettings inside(String key) {
    Object value = get(key);
    if (value != null && !(value instanceof Map)) {
      throw wrong(key, "found " + JsonLine.describe(value), "keys", "write it as a map");
    }
    var inner = new LinkedHashMap<String, Setting>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, each) -> {
            if (each != null) {
              inner.put(String.valueOf(name), new Setting(each, fileOf(key)));
            }
          });
    }
    return new TaskSettings(file, prefix + key + ".", inner);
  }

  /** Names of the keys. */
  Set<String> keys() {
    return settings.keySet();
  }

  /**
   * Refuses every other key.
   *
   * @param known keys that may be there
   */
  void allow(Set<String> known) {
    for (Map.Entry<String, Setting> each : settings.entrySet()) {
      if (each.getValue().value() instanceof PythonFunction function) {
        throw wrong(
            each.getKey(),
            "found " + function,
            "what needs no Python",
            "nothing of a task file is run here: " + instead(each.getKey()) + ", " + AS_LINES);
      }
      if (!known.contains(each.getKey())) {
        throw wrong(
            each.getKey(),
            "this key is not supported",
            "one of " + String.join(", ", new TreeSet<>(known)),
            "take it out, " + AS_LINES);
      }
    }
  }

  /** How what people say by a Python function is said without. */
  private static String instead(String key) {
    return switch (key) {
      case "process_docs" ->
          "write the processed documents as JSONL and name that file in dataset_kwargs.data_files";
      case "doc_to_text", "doc_to_target", "doc_to_choice", "description", "gen_prefix" ->
          "say it as a Jinja template, or write what it makes into a field of the documents and name"
              + " that field";
      case "process_results", "metric_list", "filter_list" ->
          "say it by the filters and metrics that docs/annotations.md lists";
      default -> "write what it makes into the data file";
    };
  }

  /** What is wrong with a key: {@code file: key: found; expected; remedy}. */
  AssayException wrong(String key, String found, String expected, String remedy) {
    return new AssayException(
        "%s: %s%s: %s; expected %s; %s"
            .formatted(fileOf(key), prefix, key, found, expected, remedy));
  }

  /**
   * Where data lies: beside the file that names it, or else in the nearest folder above it where it
   * exists; lm-evaluation-harness is started in one of these.
   *
   * @param name a path or a {@link Glob}
   * @return one file at least
   */
  List<Path> locate(String key, String name) {
    for (Path folder : folders(key)) {
      List<Path> found =
          Glob.isPattern(name)
              ? new Glob(name).in(folder)
              : Stream.of(folder.resolve(name).normalize()).filter(Files::exists).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    throw wrong(
        key,
        "no file " + name + " beside this file nor in a folder above it",
        "the path of a data file",
        "correct the path (here it means "
            + fileOf(key).toAbsolutePath().resolveSibling(name).normalize()
            + ")");
  }

  /** Such a folder that holds data, or null. */
  @Nullable Path existing(String key, String name) {
    for (Path folder : folders(key)) {
      Path there = folder.resolve(name).normalize();
      if (new Glob("**").in(there).stream().anyMatch(file -> DataFormat.of(file) != null)) {
        return there;
      }
    }
    return null;
  }

  /** The folder of the file that says a key, and those above it. */
  private List<Path> folders(String key) {
    var folders = new ArrayList<Path>();
    Path file = fileOf(key);
    // As the file itself was named, for messages.
    folders.add(file.resolveSibling(""));
    Path folder = file.toAbsolutePath().normalize().getParent();
    while (folder != null) {
      folder = folder.getParent();
      if (folder != null) {
        folders.add(folder);
      }
    }
    return folders;
  }
}
