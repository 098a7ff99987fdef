package org.modelassay.data.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/** One object of a JSONL file. Every mistake in it is told with file, line and remedy. */
public final class JsonLine {
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  // A document is one string however long it is.
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  /** Of an array: more tokens follow. */
  private static final ObjectReader ELEMENT =
      JSON.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path file;
  private final int number;
  private final ObjectNode object;
  private final String example;

  private JsonLine(Path file, int number, ObjectNode object, String example) {
    this.file = file;
    this.number = number;
    this.object = object;
    this.example = example;
  }

  /**
   * The objects of a file, blank lines left out.
   *
   * @param file JSONL in UTF-8
   * @param example a right line, for messages
   * @param keys the keys an object may have
   */
  public static List<JsonLine> read(Path file, String example, List<String> keys) {
    List<JsonLine> lines = read(file, example);
    lines.forEach(line -> line.allow(keys));
    return lines;
  }

  /** The same with whatever keys. */
  public static List<JsonLine> read(Path file, String example) {
    return lines(file, Utf8File.read(file, "a JSONL file with lines like " + example), example);
  }

  private static List<JsonLine> lines(Path file, String text, String example) {
    var lines = new ArrayList<JsonLine>();
    int number = 0;
    for (Iterator<String> i = text.lines().iterator(); i.hasNext(); ) {
      String line = i.next();
      number++;
      if (!line.isBlank()) {
        lines.add(parse(file, number, line, example));
      }
    }
    if (lines.isEmpty()) {
      throw new AssayException(
          file + ": is empty; expected at least one line like " + example + "; add one");
    }
    return lines;
  }

  /**
   * The objects of a file that is JSONL or one JSON array.
   *
   * @param field the key of the one object in the file whose value is that array, or null
   */
  static List<JsonLine> readAny(Path file, String example, @Nullable String field) {
    String text = Utf8File.read(file, "a JSONL file with lines like " + example);
    return field == null && !text.startsWith("[")
        ? lines(file, text, example)
        : array(file, text, example, field);
  }

  private static List<JsonLine> array(
      Path file, String text, String example, @Nullable String field) {
    var elements = new ArrayList<JsonLine>();
    try (JsonParser parser = JSON.createParser(text)) {
      if (field != null && parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME && !parser.currentName().equals(field)) {
          parser.nextToken();
          parser.skipChildren();
        }
      }
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new AssayException(
            "%s: no array%s; expected one of objects like %s; check the file"
                .formatted(file, field == null ? "" : " in the field " + quote(field), example));
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        int line = parser.currentTokenLocation().getLineNr();
        JsonNode node = ELEMENT.readTree(parser);
        if (node.isTextual()) {
          // As the library datasets calls the column of bare texts.
          node = JSON.createObjectNode().set("text", node);
        }
        if (!(node instanceof ObjectNode object)) {
          throw new AssayException(
              "%s:%d: found %s; expected an object like %s; correct it"
                  .formatted(file, line, describe(node), example));
        }
        elements.add(new JsonLine(file, line, object, example));
      }
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new AssayException(
          "%s%s: not a JSON array (%s); correct it there"
              .formatted(file, line, firstSentence(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw Utf8File.unreadable(file, "a JSON file", e);
    }
    if (elements.isEmpty()) {
      throw new AssayException(
          file + ": is empty; expected at least one object like " + example + "; add one");
    }
    return elements;
  }

  private static JsonLine parse(Path file, int number, String line, String example) {
    JsonNode node;
    try {
      node = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new AssayException(
          "%s:%d: not one JSON object (%s%s); expected a line like %s; correct the line"
              .formatted(file, number, firstSentence(e.getOriginalMessage()), place, example),
          e);
    }
    if (!(node instanceof ObjectNode object)) {
      throw new AssayException(
          "%s:%d: found %s; expected a line like %s; write one object on each line"
              .formatted(file, number, describe(node), example));
    }
    return new JsonLine(file, number, object, example);
  }

  private void allow(List<String> keys) {
    for (Iterator<String> i = object.fieldNames(); i.hasNext(); ) {
      String key = i.next();
      if (!keys.contains(key)) {
        throw wrong(
            "unknown key " + quote(key), "one of " + String.join(", ", keys), remedyFor(key, keys));
      }
    }
  }

  private static String remedyFor(String key, List<String> keys) {
    for (String known : keys) {
      if (distance(key.toLowerCase(Locale.ROOT), known) <= 2) {
        return "did you mean " + quote(known) + "?";
      }
    }
    return "rename or remove it";
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /** Its line in the file, from 1. */
  public int number() {
    return number;
  }

  public boolean has(String key) {
    return object.has(key);
  }

  /** The value of a key that must be there. */
  public JsonNode required(String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      throw wrong("no " + quote(key), "a line like " + example, "add it");
    }
    return value;
  }

  /** A text that must be there; may be empty. */
  public String text(String key) {
    return text(quote(key), required(key));
  }

  /** The object's own id, or null when it has none. */
  public @Nullable String id() {
    if (!has("id")) {
      return null;
    }
    String id = text("id");
    if (id.isBlank()) {
      throw wrong("an empty \"id\"", "a text that names the line", "fill it");
    }
    return id;
  }

  /** A list of texts; empty when the key is left out. */
  public List<String> texts(String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw wrong(
          quote(key) + " is " + describe(value), "a list of texts", "write it as [\"...\"]");
    }
    var texts = new ArrayList<String>(value.size());
    for (JsonNode element : value) {
      texts.add(text("an element of " + quote(key), element));
    }
    return texts;
  }

  /** The whole object: texts, BigIntegers, Doubles, Booleans, nulls, Lists and Maps of such. */
  public Map<String, @Nullable Object> values() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    object
        .properties()
        .forEach(each -> values.put(each.getKey(), value(quote(each.getKey()), each.getValue())));
    return values;
  }

  private @Nullable Object value(String name, JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> text(name, node);
      case NUMBER -> node.isIntegralNumber() ? node.bigIntegerValue() : (Object) node.doubleValue();
      case BOOLEAN -> node.booleanValue();
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        node.forEach(each -> list.add(value(name, each)));
        yield list;
      }
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.properties().forEach(each -> map.put(each.getKey(), value(name, each.getValue())));
        yield map;
      }
      default -> null;
    };
  }

  /** Where it stands, as messages begin: {@code file:line}. */
  public String place() {
    return file + ":" + number;
  }

  /** True or false; false when the key is left out. */
  public boolean flag(String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      return false;
    }
    if (!value.isBoolean()) {
      throw wrong(
          quote(key) + " is " + describe(value), "true or false", "write it without quotes");
    }
    return value.booleanValue();
  }

  /** A finite number, true being 1 and false 0; null when the key is left out. */
  public @Nullable Double number(String key) {
    JsonNode value = object.get(key);
    if (value == null) {
      return null;
    }
    if (value.isBoolean()) {
      return value.booleanValue() ? 1.0 : 0.0;
    }
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(
          quote(key) + " is " + describe(value),
          "a number, true or false",
          "write it without quotes");
    }
    return value.doubleValue();
  }

  private String text(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw wrong(name + " is " + describe(value), "a text", "write it in quotes");
    }
    String text = value.textValue();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.isHighSurrogate(text.charAt(i))
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          throw wrong(
              "%s holds half of a surrogate pair (\\u%04x)".formatted(name, (int) text.charAt(i)),
              "Unicode text",
              "write the whole character");
        }
      }
    }
    return text;
  }

  /** What is wrong with this line: {@code file:line: found; expected; remedy}. */
  public AssayException wrong(String found, String expected, String remedy) {
    return new AssayException(place() + ": " + found + "; expected " + expected + "; " + remedy);
  }

  /** A text in quotes, control characters escaped, cut where it is long. */
  public static String quote(String text) {
    String shown =
        text.length() <= 60 ? text : text.substring(0, text.offsetByCodePoints(0, 29)) + "...";
    return TextNode.valueOf(shown).toString();
  }

  public static String describe(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "the text " + quote(node.textValue());
      case NUMBER -> "the number " + node;
      case BOOLEAN -> node.toString();
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      default -> node.getNodeType().name().toLowerCase(Locale.ROOT);
    };
  }

  /** The same words of a plain value, as {@link #values} has them. */
  public static String describe(@Nullable Object value) {
    if (value instanceof String text) {
      return "the text " + quote(text);
    } else if (value instanceof Number) {
      return "the number " + value;
    } else if (value instanceof List) {
      return "a list";
    } else if (value instanceof Map) {
      return "an object";
    }
    return String.valueOf(value);
  }

  private static String firstSentence(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
