package org.modelassay.data.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of a data file.
 *
 * @param fields values by name: String, BigInteger, Double, Boolean, null, List or Map of such
 * @param place where it stands, as messages begin
 */
public record Row(Map<String, @Nullable Object> fields, String place) {
  private static final String EXAMPLE = "{\"question\": \"...\", \"choices\": [\"a\", \"b\"]}";

  /** The rows of JSONL files, one after the other; a field that only some have is null. */
  public static List<Row> read(List<Path> files) {
    var rows = new ArrayList<Row>();
    for (Path file : files) {
      for (JsonLine line : JsonLine.read(file, EXAMPLE)) {
        rows.add(new Row(line.values(), line.place()));
      }
    }
    return aligned(rows);
  }

  /** The same rows with all the fields that any of them has. */
  static List<Row> aligned(List<Row> rows) {
    Set<String> names = new LinkedHashSet<>();
    rows.forEach(row -> names.addAll(row.fields().keySet()));
    return rows.stream()
        .map(
            row -> {
              Map<String, @Nullable Object> all = new LinkedHashMap<>();
              names.forEach(name -> all.put(name, row.fields().get(name)));
              return new Row(Collections.unmodifiableMap(all), row.place());
            })
        .toList();
  }
}
