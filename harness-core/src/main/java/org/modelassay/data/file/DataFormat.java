package org.modelassay.data.file;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A kind of data file, read as the library {@code datasets} reads it. */
public enum DataFormat {
  /** An object a line, or one array of objects, or such an array in a field of one object. */
  JSON,
  /** A line of names, then a row a line; the types of columns are those that pandas sees. */
  CSV,
  /** Apache Parquet; needs a library that is not there by default. */
  PARQUET;

  private static final String EXAMPLE = "{\"question\": \"...\", \"choices\": [\"a\", \"b\"]}";

  /**
   * What the reader of a format is told.
   *
   * @param field of JSON, the key whose value is the array of rows, or null
   * @param separator of CSV, what stands between values; null for a comma, in {@code *.tsv} a tab
   */
  public record Options(@Nullable String field, @Nullable Character separator) {
    /** Nothing. */
    public static final Options NONE = new Options(null, null);
  }

  /** The format of a file by its name, or null. */
  public static @Nullable DataFormat of(Path file) {
    String name = file.toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (extension) {
      case "json", "jsonl", "ndjson" -> JSON;
      case "csv", "tsv" -> CSV;
      case "parquet" -> PARQUET;
      default -> null;
    };
  }

  /**
   * The rows of files, one after the other; a field that only some have is null.
   *
   * @throws org.modelassay.AssayException naming file, line and remedy when one is no such file or
   *     holds no row
   */
  public List<Row> read(List<Path> files, Options options) {
    var rows = new ArrayList<Row>();
    for (Path file : files) {
      rows.addAll(
          switch (this) {
            case JSON ->
                JsonLine.readAny(file, EXAMPLE, options.field()).stream()
                    .map(line -> new Row(line.values(), line.place()))
                    .toList();
            case CSV -> CsvFile.read(file, separator(file, options));
            case PARQUET -> ParquetFile.read(file);
          });
    }
    return aligned(rows);
  }

  private static char separator(Path file, Options options) {
    Character given = options.separator();
    if (given != null) {
      return given;
    }
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".tsv") ? '\t' : ',';
  }

  /** The same rows with all the fields that any of them has, a column of numbers of one type. */
  private static List<Row> aligned(List<Row> rows) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> doubles = new HashSet<>();
    for (Row row : rows) {
      names.addAll(row.fields().keySet());
      row.fields()
          .forEach(
              (name, value) -> {
                if (value instanceof Double) {
                  doubles.add(name);
                }
              });
    }
    return rows.stream()
        .map(
            row -> {
              Map<String, @Nullable Object> all = new LinkedHashMap<>();
              for (String name : names) {
                Object value = row.fields().get(name);
                if (value instanceof BigInteger whole && doubles.contains(name)) {
                  all.put(name, whole.doubleValue());
                } else {
                  all.put(name, value);
                }
              }
              return new Row(Collections.unmodifiableMap(all), row.place());
            })
        .toList();
  }
}
