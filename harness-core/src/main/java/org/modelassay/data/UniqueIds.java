package org.modelassay.data;

import java.util.HashMap;
import java.util.Map;
import org.modelassay.data.file.JsonLine;

/** Remembers on which line each id stood, so that a repeated one is told with both lines. */
final class UniqueIds {
  private final Map<String, Integer> lines = new HashMap<>();

  void add(String id, JsonLine line) {
    Integer first = lines.putIfAbsent(id, line.number());
    if (first != null) {
      throw line.wrong(
          "id " + JsonLine.quote(id) + " stands on line " + first + " already",
          "an id of its own for each line",
          "change one of the two");
    }
  }
}
