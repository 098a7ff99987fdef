package org.modelassay.data.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.file.DataFormat;
import org.modelassay.data.file.JsonLine;
import org.modelassay.data.file.Row;
import org.modelassay.data.harness.DatasetFolder.SplitFiles;

/**
 * The documents of a task by split: {@code dataset_path}, {@code dataset_name} and {@code
 * dataset_kwargs}.
 */
final class Splits {
  private final TaskSettings settings;
  private final TaskSettings data;
  private final SplitFiles files;
  private final Map<String, List<Row>> read = new HashMap<>();

  /**
   * Finds the files, and reads none of them yet.
   *
   * @param environment what says where the hub's cache is
   */
  Splits(TaskSettings settings, Map<String, String> environment) {
    this.settings = settings;
    data = settings.inside("dataset_kwargs");
    String path = settings.required("dataset_path");
    files =
        switch (path) {
          case "json", "csv", "parquet" -> local(DataFormat.valueOf(path.toUpperCase(Locale.ROOT)));
          default -> stored(path, environment);
        };
  }

  /** Files that {@code data_files} names one by one or by patterns. */
  private SplitFiles local(DataFormat format) {
    data.allow(Set.of("data_files", "trust_remote_code", "field", "sep", "delimiter"));
    String separator = data.text("sep", data.text("delimiter", ","));
    if (separator.length() != 1) {
      throw data.wrong(
          data.has("sep") ? "sep" : "delimiter", "not one character", "one", "correct it");
    }
    var splits = new LinkedHashMap<String, List<Path>>();
    given().forEach((split, paths) -> splits.put(split, located(paths)));
    boolean said = data.has("sep") || data.has("delimiter");
    return new SplitFiles(
        splits,
        format,
        new DataFormat.Options(data.text("field"), said ? separator.charAt(0) : null));
  }

  private Map<String, List<String>> given() {
    Object given = data.get("data_files");
    Map<String, List<String>> patterns = DatasetFolder.patterns(given);
    check(given instanceof Map<?, ?> map ? new ArrayList<>(map.values()) : given);
    return patterns;
  }

  private void check(@Nullable Object value) {
    if (value instanceof List<?> list) {
      list.forEach(this::check);
    } else if (value instanceof Map<?, ?> map) {
      check(map.get("path"));
    } else if (value != null && !(value instanceof String)) {
      throw data.wrong("data_files", "found " + JsonLine.describe(value), "paths", "write texts");
    }
  }

  private List<Path> located(List<String> paths) {
    var located = new ArrayList<Path>();
    paths.forEach(path -> located.addAll(data.locate("data_files", path)));
    return located;
  }

  /** A data set in a folder, or in the hub's cache. */
  private SplitFiles stored(String path, Map<String, String> environment) {
    data.allow(Set.of("data_files", "data_dir", "revision", "trust_remote_code"));
    Path local = settings.existing("dataset_path", path);
    String revision = data.text("revision", "main");
    DatasetFolder folder =
        local != null ? DatasetFolder.at(local) : DatasetFolder.cached(path, revision, environment);
    if (folder == null) {
      throw settings.wrong(
          "dataset_path",
          path + " is neither a folder beside this file nor in the hub's cache",
          "json, csv or parquet with dataset_kwargs.data_files, a folder, or a data set that is"
              + " here already, since nothing is downloaded",
          "put it there with `hf download --repo-type dataset%s %s`"
              .formatted(data.has("revision") ? " --revision " + revision : "", path));
    }
    try {
      return folder.files(settings.text("dataset_name"), given(), data.text("data_dir", ""));
    } catch (AssayException e) {
      throw new AssayException(
          settings.fileOf("dataset_path") + ": dataset_path: " + e.getMessage(), e);
    }
  }

  /**
   * The documents of a split, at least one.
   *
   * @param key what names the split, for messages
   */
  List<Row> get(String split, String key) {
    List<Path> paths = files.splits().get(split);
    if (paths == null) {
      throw settings.wrong(
          key,
          "the data has no split " + split,
          files.splits().isEmpty()
              ? "dataset_kwargs.data_files to map splits to files"
              : "one of " + files.splits().keySet(),
          "correct the split or name its file there");
    }
    List<Row> rows = read.get(split);
    if (rows == null) {
      rows = files.format().read(paths, files.options());
      read.put(split, rows);
    }
    return rows;
  }
}
