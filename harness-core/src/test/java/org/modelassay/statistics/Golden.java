package org.modelassay.statistics;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.StreamSupport;

/** The values of scipy, statsmodels and others in {@code golden/statistics}; see its README. */
final class Golden {
  private static final JsonNode ALL = read();

  private Golden() {}

  private static JsonNode read() {
    try (InputStream in =
        requireNonNull(Golden.class.getResourceAsStream("/golden/statistics/statistics.json"))) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Iterable<JsonNode> cases(String name) {
    return requireNonNull(ALL.get(name), name);
  }

  static double[] doubles(JsonNode row, String name) {
    return StreamSupport.stream(row.get(name).spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  static double number(JsonNode row, String name) {
    return requireNonNull(row.get(name), name).asDouble();
  }

  static long whole(JsonNode row, String name) {
    return requireNonNull(row.get(name), name).asLong();
  }

  static Clusters clusters(JsonNode row) {
    List<String> names =
        StreamSupport.stream(row.get("clusters").spliterator(), false)
            .map(JsonNode::asText)
            .toList();
    return Clusters.of(names);
  }
}
