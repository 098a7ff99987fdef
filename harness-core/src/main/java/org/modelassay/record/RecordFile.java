package org.modelassay.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.JsonDamage;

/**
 * The run record on disk: JSON as {@code docs/run-record.schema.json} says. What is null is left
 * out; NaN and the infinities are the strings {@code "NaN"}, {@code "Infinity"} and {@code
 * "-Infinity"}, since JSON has no numbers for them.
 */
public final class RecordFile {
  private static final String REMEDY = "Run mvn assay:evaluate to make it anew.";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private RecordFile() {}

  /**
   * Reads a record. Properties that this version does not know are passed over.
   *
   * @param file the file
   * @throws AssayException when it is missing, damaged or of another version: names file and remedy
   */
  public static RunRecord read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      int schema = root.path("schema").asInt();
      if (schema != RunRecord.SCHEMA) {
        throw new AssayException(
            "%s: has schema version %s, but this version of Assay reads %s. %s"
                .formatted(file, schema == 0 ? "none" : schema, RunRecord.SCHEMA, REMEDY));
      }
      return JSON.treeToValue(root, RunRecord.class);
    } catch (NoSuchFileException e) {
      throw new AssayException(file + ": there is no run record. Run mvn assay:evaluate first.", e);
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(file, e) + ". " + REMEDY, e);
    } catch (IOException e) {
      throw new AssayException(
          file + ": cannot be read: " + AtomicFile.reason(e) + ". " + REMEDY, e);
    }
  }

  /**
   * Writes a record, whole or not at all; missing folders are created.
   *
   * @param record the record
   * @param file the file; replaced when it is there
   * @throws AssayException when it cannot be written: names file and remedy
   */
  public static void write(RunRecord record, Path file) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    AtomicFile.write(
        file,
        out -> {
          JSON.writer(printer).writeValue(out, record);
          out.write('\n');
        });
  }

  /**
   * The details of a result as the record holds them.
   *
   * @param details a record that Jackson can write
   */
  public static JsonNode tree(Object details) {
    return JSON.valueToTree(details);
  }
}
