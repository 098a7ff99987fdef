package org.modelassay.data;

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
 * One document of a task's data: what its templates read.
 *
 * @param fields values by name, as {@link YamlFile#plain} has them
 * @param place where it stands, for messages
 */
record TaskDocument(Map<String, @Nullable Object> fields, String place) {
  private static final String EXAMPLE = "{\"question\": \"...\", \"choices\": [\"a\", \"b\"]}";

  /** The documents of JSONL files, one after the other; a field that only some have is null. */
  static List<TaskDocument> read(List<Path> files) {
    var read = new ArrayList<TaskDocument>();
    Set<String> fields = new LinkedHashSet<>();
    for (Path file : files) {
      for (JsonLine line : JsonLine.read(file, EXAMPLE)) {
        Map<String, @Nullable Object> values = line.values();
        fields.addAll(values.keySet());
        read.add(new TaskDocument(values, line.place()));
      }
    }
    return read.stream()
        .map(
            document -> {
              Map<String, @Nullable Object> all = new LinkedHashMap<>();
              fields.forEach(field -> all.put(field, document.fields().get(field)));
              return new TaskDocument(Collections.unmodifiableMap(all), document.place());
            })
        .toList();
  }
}
