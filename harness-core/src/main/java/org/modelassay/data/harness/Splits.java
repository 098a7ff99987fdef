package org.modelassay.data.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.data.file.Row;

/** The documents of a task by split: {@code dataset_path} and {@code dataset_kwargs}. */
final class Splits {
  private final TaskSettings settings;
  private final TaskSettings data;
  private final Map<String, List<Row>> read = new HashMap<>();

  Splits(TaskSettings settings) {
    this.settings = settings;
    data = settings.inside("dataset_kwargs");
    data.allow(Set.of("data_files", "trust_remote_code"));
    String path = settings.required("dataset_path");
    if (!path.equals("json")) {
      throw settings.wrong(
          "dataset_path",
          "found " + path,
          "json, the only one supported",
          "write the documents as JSONL and name the files in dataset_kwargs.data_files");
    }
  }

  /**
   * The documents of a split, at least one.
   *
   * @param key what names the split, for messages
   */
  List<Row> get(String split, String key) {
    List<Row> rows = read.get(split);
    if (rows == null) {
      rows = Row.read(files(split, key));
      read.put(split, rows);
    }
    return rows;
  }

  private List<Path> files(String split, String key) {
    Map<String, Object> files = new LinkedHashMap<>();
    Object given = data.get("data_files");
    if (given instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (value != null) {
              files.put(String.valueOf(name), value);
            }
          });
    } else if (given != null) {
      files.put("train", given);
    }
    if (!files.containsKey(split)) {
      throw settings.wrong(
          key,
          "dataset_kwargs.data_files has no split " + split,
          files.isEmpty() ? "a map of splits to files" : "one of " + files.keySet(),
          "correct the split or name its file there");
    }
    var paths = new ArrayList<Path>();
    Object value = files.get(split);
    for (Object each : value instanceof List<?> list ? list : List.of(value)) {
      if (!(each instanceof String name)) {
        throw data.wrong(
            "data_files", "found " + TaskSettings.describe(each), "paths", "write texts");
      }
      paths.add(data.locate("data_files", name));
    }
    return paths;
  }
}
