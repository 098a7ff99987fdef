package org.modelassay.maven;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.modelassay.AssayException;
import org.modelassay.record.RunRecord;

/** Reads {@code run.json}. */
final class RecordFile {
  private RecordFile() {}

  /**
   * Reads a record.
   *
   * @throws AssayException when there is none, or none that this version reads
   */
  static RunRecord read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new AssayException(
          file
              + " is missing: bind the goal evaluate beside check, or run mvn assay:evaluate first");
    }
    var mapper = new ObjectMapper();
    try {
      JsonNode tree = mapper.readTree(file.toFile());
      int schema = tree.path("schema").asInt();
      if (schema != RunRecord.SCHEMA) {
        throw new AssayException(
            file
                + " has schema "
                + schema
                + ", this plugin reads "
                + RunRecord.SCHEMA
                + ": give assay-maven-plugin and assay-junit-engine one version and evaluate again");
      }
      return mapper.treeToValue(tree, RunRecord.class);
    } catch (JsonProcessingException e) {
      throw new AssayException(
          file + " is no record: " + e.getOriginalMessage() + ". Run assay:evaluate again", e);
    }
  }
}
