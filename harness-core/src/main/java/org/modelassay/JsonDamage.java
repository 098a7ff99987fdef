package org.modelassay;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Says what is wrong with a JSON file, for people who did not write its reader. */
public final class JsonDamage {
  /** How Jackson names a place inside its messages. */
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: .*?; line: (\\d+), column: (\\d+)]");

  private JsonDamage() {}

  /**
   * File, line and place in the document as far as they are known, and what is wrong: {@code
   * accepted.json:12: is damaged at checks[0].dtype: ...}.
   *
   * @param file the file
   * @param e what reading it threw
   */
  public static String describe(Path file, JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String line = location == null ? "" : ":" + location.getLineNr();
    String place = e instanceof JsonMappingException mapping ? path(mapping) : "";
    String message = e.getOriginalMessage();
    if (message == null) {
      message = e.toString();
    }
    message = SOURCE.matcher(message).replaceAll("line $1, column $2");
    // Jackson advises its own users after this; it is not for ours.
    int advice = message.indexOf(" (set DeserializationConfig");
    return file
        + line
        + ": is damaged"
        + (place.isEmpty() ? "" : " at " + place)
        + ": "
        + (advice < 0 ? message : message.substring(0, advice));
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
