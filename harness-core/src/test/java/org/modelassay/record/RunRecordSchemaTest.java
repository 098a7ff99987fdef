package org.modelassay.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The record and {@code docs/run-record.schema.json} say the same. */
class RunRecordSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Set<String> visited = new TreeSet<>();

  private static JsonNode schema() throws IOException {
    return JSON.readTree(Path.of("..", "docs", "run-record.schema.json").toFile());
  }

  private JsonNode written(RunRecord record) throws IOException {
    Path file = folder.resolve("run.json");
    RecordFile.write(record, file);
    return JSON.readTree(file.toFile());
  }

  RunRecordSchemaTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aFullRecordHasExactlyThePropertiesThatTheSchemaNames() throws IOException {
    JsonNode schema = schema();
    List<String> problems = new ArrayList<>();
    walk(schema, schema, written(RecordSamples.full()), "$", "properties", problems);
    assertThat(problems).isEmpty();
    Set<String> defined = new TreeSet<>();
    schema.get("$defs").fieldNames().forEachRemaining(defined::add);
    assertThat(visited).isEqualTo(defined);
  }

  @Test
  void aSparseRecordHasExactlyThePropertiesThatTheSchemaRequires() throws IOException {
    JsonNode schema = schema();
    List<String> problems = new ArrayList<>();
    walk(schema, schema, written(RecordSamples.sparse()), "$", "required", problems);
    assertThat(problems).isEmpty();
  }

  /** The keywords that the schema uses, and no other. */
  private void walk(
      JsonNode root,
      JsonNode schema,
      JsonNode value,
      String at,
      String names,
      List<String> problems) {
    if (schema.has("$ref")) {
      String name = schema.get("$ref").asText().replace("#/$defs/", "");
      visited.add(name);
      walk(root, root.get("$defs").get(name), value, at, names, problems);
      return;
    }
    Iterator<String> keywords = schema.fieldNames();
    while (keywords.hasNext()) {
      String keyword = keywords.next();
      JsonNode of = schema.get(keyword);
      switch (keyword) {
        case "type" -> require(isA(value, of.asText()), at + " is no " + of.asText(), problems);
        case "const" -> require(value.equals(of), at + " is not " + of, problems);
        case "enum" -> require(listOf(of).contains(value), at + " is not in " + of, problems);
        case "anyOf" -> {
          boolean any =
              listOf(of).stream()
                  .anyMatch(
                      one -> {
                        List<String> inner = new ArrayList<>();
                        walk(root, one, value, at, names, inner);
                        return inner.isEmpty();
                      });
          require(any, at + " is none of " + of, problems);
        }
        case "items" -> {
          require(!value.isEmpty(), at + " is empty, so nothing is tried", problems);
          value.forEach(element -> walk(root, of, element, at + "[]", names, problems));
        }
        case "additionalProperties" ->
            value.forEach(element -> walk(root, of, element, at + ".*", names, problems));
        case "properties" -> {
          Set<String> expected = new LinkedHashSet<>();
          if (names.equals("properties")) {
            of.fieldNames().forEachRemaining(expected::add);
          } else {
            schema.get("required").forEach(name -> expected.add(name.asText()));
          }
          // The sample's second figure is sparse on purpose.
          boolean sparseFigure = at.endsWith(".figures[]") && value.path("value").isTextual();
          Set<String> found = new LinkedHashSet<>();
          value.fieldNames().forEachRemaining(found::add);
          require(
              sparseFigure || found.equals(expected),
              at + " has " + found + " not " + expected,
              problems);
          found.forEach(
              name -> {
                if (of.has(name)) {
                  walk(root, of.get(name), value.get(name), at + "." + name, names, problems);
                }
              });
        }
        case "required", "description", "title", "$schema", "$defs" -> {}
        default -> problems.add("the schema uses " + keyword + ", which this test does not know");
      }
    }
  }

  private static void require(boolean holds, String problem, List<String> problems) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static List<JsonNode> listOf(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  private static boolean isA(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> false;
    };
  }
}
