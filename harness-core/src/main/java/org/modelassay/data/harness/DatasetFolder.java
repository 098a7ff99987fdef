package org.modelassay.data.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.HubDirectory;
import org.modelassay.data.file.DataFormat;
import org.modelassay.data.file.Utf8File;

/**
 * A data set as the hub stores it, in its local cache or in a folder: which files make which split.
 * Nothing is downloaded.
 *
 * <p>Source: the hub's page "Manual configuration" ({@code configs} in the front matter of
 * README.md) and "File names and splits" (the default patterns), as {@code datasets} 5.2.0 has
 * them.
 */
final class DatasetFolder {
  private static final Pattern SHARD =
      Pattern.compile("data/([^/]*)-[0-9]{5}-of-[0-9]{5}[^/]*\\.[^/]*");
  private static final String WORDS = "[-._ 0-9]";
  private static final Map<String, List<String>> SPLITS =
      ordered(
          Map.of(
              "train", List.of("train", "training"),
              "validation", List.of("validation", "valid", "dev", "val"),
              "test", List.of("test", "testing", "eval", "evaluation")));

  private final Path folder;

  private DatasetFolder(Path folder) {
    this.folder = folder;
  }

  private static Map<String, List<String>> ordered(Map<String, List<String>> splits) {
    var ordered = new LinkedHashMap<String, List<String>>();
    for (String split : List.of("train", "validation", "test")) {
      ordered.put(split, List.copyOf(splits.getOrDefault(split, List.of())));
    }
    return ordered;
  }

  /** A folder that has the hub's layout. */
  static DatasetFolder at(Path folder) {
    return new DatasetFolder(folder);
  }

  /**
   * A data set in the hub's cache.
   *
   * @param name {@code org/name}
   * @param revision branch, tag or commit
   * @return null when it is not there
   */
  static @Nullable DatasetFolder cached(
      String name, String revision, Map<String, String> environment) {
    Path repository =
        HubDirectory.cache(environment).resolve("datasets--" + name.replace("/", "--"));
    Path snapshots = repository.resolve("snapshots");
    Path named = snapshots.resolve(revision);
    Path ref = repository.resolve("refs").resolve(revision);
    if (Files.isRegularFile(ref)) {
      named = snapshots.resolve(Utf8File.read(ref, "the commit of a revision").strip());
    }
    return Files.isDirectory(named) ? new DatasetFolder(named) : null;
  }

  /**
   * The files of each split.
   *
   * @param format what all of them are
   * @param options how they are read
   */
  record SplitFiles(
      Map<String, List<Path>> splits, DataFormat format, DataFormat.Options options) {}

  /**
   * The files of a configuration.
   *
   * @param config its name, or null for the default one
   * @param given patterns by split that stand for the configuration's own; empty for none
   * @param within a folder in this one, or empty
   */
  SplitFiles files(@Nullable String config, Map<String, List<String>> given, String within) {
    Map<String, Map<?, ?>> configs = configs();
    Map<?, ?> chosen = Map.of();
    if (!configs.isEmpty()) {
      String name = config == null ? defaultOf(configs) : config;
      if (name == null || !configs.containsKey(name)) {
        throw new AssayException(
            "%s: dataset_name is %s; expected one of %s; add or correct it"
                .formatted(
                    folder, name == null ? "left out" : name, String.join(", ", configs.keySet())));
      }
      chosen = configs.get(name);
    } else if (config != null && !config.equals("default")) {
      throw new AssayException(
          "%s: dataset_name is %s; expected none, since README.md has no configs; take it out"
              .formatted(folder, config));
    }
    Map<String, List<String>> patterns = given;
    String below = within;
    if (below.isEmpty() && chosen.get("data_dir") instanceof String own) {
      below = own;
    }
    Path base = below.isEmpty() ? folder : folder.resolve(below).normalize();
    if (!base.startsWith(folder)) {
      throw new AssayException(folder + ": data_dir " + below + " leads out of it; correct it");
    }
    if (patterns.isEmpty()) {
      patterns = patterns(chosen.get("data_files"));
    }
    if (patterns.isEmpty()) {
      patterns = defaults(base);
    }
    var splits = new LinkedHashMap<String, List<Path>>();
    patterns.forEach(
        (split, each) -> {
          var files = new ArrayList<Path>();
          for (String pattern : each) {
            for (Path file : new Glob(pattern).in(base)) {
              if (!files.contains(file)) {
                files.add(file);
              }
            }
          }
          splits.put(split, files);
        });
    DataFormat format = format(base, splits);
    splits.replaceAll(
        (split, files) -> files.stream().filter(file -> DataFormat.of(file) == format).toList());
    splits.values().removeIf(List::isEmpty);
    return new SplitFiles(splits, format, options(chosen));
  }

  private static DataFormat.Options options(Map<?, ?> chosen) {
    Object separator = chosen.get("sep") == null ? chosen.get("delimiter") : chosen.get("sep");
    return new DataFormat.Options(
        chosen.get("field") instanceof String field ? field : null,
        separator instanceof String text && text.length() == 1 ? text.charAt(0) : null);
  }

  private static @Nullable String defaultOf(Map<String, Map<?, ?>> configs) {
    for (Map.Entry<String, Map<?, ?>> each : configs.entrySet()) {
      if (configs.size() == 1
          || each.getKey().equals("default")
          || Boolean.TRUE.equals(each.getValue().get("default"))) {
        return each.getKey();
      }
    }
    return null;
  }

  /** The configurations in the front matter of README.md, none when it has no such. */
  private Map<String, Map<?, ?>> configs() {
    Path readme = folder.resolve("README.md");
    var configs = new LinkedHashMap<String, Map<?, ?>>();
    if (!Files.isRegularFile(readme)) {
      return configs;
    }
    String text = Utf8File.read(readme, "a data set's card").replace("\r\n", "\n");
    int end = text.startsWith("---\n") ? text.indexOf("\n---", 3) : -1;
    if (end < 0 || text.substring(4, Math.max(4, end)).isBlank()) {
      return configs;
    }
    Object list = YamlFile.parse(readme, text.substring(4, end)).get("configs");
    for (Object each : list instanceof List<?> several ? several : List.of()) {
      if (each instanceof Map<?, ?> map && map.get("config_name") != null) {
        configs.put(String.valueOf(map.get("config_name")), map);
      }
    }
    return configs;
  }

  /** {@code data_files} in all the ways it may be written, by split. */
  static Map<String, List<String>> patterns(@Nullable Object given) {
    var patterns = new LinkedHashMap<String, List<String>>();
    if (given instanceof Map<?, ?> map) {
      map.forEach((split, value) -> patterns.put(String.valueOf(split), texts(value)));
    } else if (given instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
      for (Object each : list) {
        if (each instanceof Map<?, ?> map) {
          patterns.put(String.valueOf(map.get("split")), texts(map.get("path")));
        }
      }
    } else if (given != null) {
      patterns.put("train", texts(given));
    }
    patterns.values().removeIf(List::isEmpty);
    return patterns;
  }

  private static List<String> texts(@Nullable Object value) {
    List<?> list = value instanceof List<?> several ? several : Stream.ofNullable(value).toList();
    return list.stream().map(String::valueOf).toList();
  }

  /** What stands for {@code data_files} where a card has none: splits by the files' names. */
  private static Map<String, List<String>> defaults(Path base) {
    var shards = new TreeSet<String>();
    for (Path file : new Glob("data/*").in(base)) {
      Matcher shard = SHARD.matcher(base.relativize(file).toString().replace('\\', '/'));
      if (shard.matches()) {
        shards.add(shard.group(1));
      }
    }
    var patterns = new LinkedHashMap<String, List<String>>();
    if (!shards.isEmpty()) {
      for (String split : shards) {
        patterns.put(
            split,
            List.of(
                "data/" + split + "-[0-9][0-9][0-9][0-9][0-9]-of-[0-9][0-9][0-9][0-9][0-9]*.*"));
      }
      return patterns;
    }
    for (List<String> kinds :
        List.of(
            List.of("**/%1$s/**", "**/%1$s%2$s*/**", "**/*%2$s%1$s/**", "**/*%2$s%1$s%2$s*/**"),
            List.of("**/%1$s%2$s*", "**/*%2$s%1$s%2$s*"))) {
      SPLITS.forEach(
          (split, words) -> {
            List<String> each =
                words.stream()
                    .flatMap(word -> kinds.stream().map(kind -> kind.formatted(word, WORDS)))
                    .toList();
            if (each.stream().anyMatch(pattern -> isData(new Glob(pattern).in(base)))) {
              patterns.put(split, each);
            }
          });
      if (!patterns.isEmpty()) {
        return patterns;
      }
    }
    return Map.of("train", List.of("**"));
  }

  private static boolean isData(List<Path> files) {
    return files.stream().anyMatch(file -> DataFormat.of(file) != null && !isMetadata(file));
  }

  private static boolean isMetadata(Path file) {
    String name = String.valueOf(file.getFileName());
    return List.of("config.json", "dataset_info.json", "dataset_infos.json", "dataset_dict.json")
        .contains(name);
  }

  /** The format that most files have. */
  private static DataFormat format(Path base, Map<String, List<Path>> splits) {
    Map<DataFormat, Integer> counts = new EnumMap<>(DataFormat.class);
    var others = new TreeMap<String, Integer>();
    for (List<Path> files : splits.values()) {
      files.removeIf(DatasetFolder::isMetadata);
      for (Path file : files) {
        DataFormat format = DataFormat.of(file);
        if (format == null) {
          String name = String.valueOf(file.getFileName());
          others.merge(name.substring(Math.max(0, name.indexOf('.'))), 1, Integer::sum);
        } else {
          counts.merge(format, 1, Integer::sum);
        }
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow(
            () ->
                new AssayException(
                    "%s: no data file of a kind that is read%s; expected *.jsonl, *.json, *.csv,"
                            .formatted(base, others.isEmpty() ? "" : " but " + others.keySet())
                        + " *.tsv or *.parquet; convert it to JSONL"))
        .getKey();
  }
}
