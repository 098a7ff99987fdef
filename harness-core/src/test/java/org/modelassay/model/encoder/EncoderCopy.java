package org.modelassay.model.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A small reference encoder that works, copied to a folder where a test may damage it. */
public final class EncoderCopy {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private EncoderCopy(Path folder) {
    this.folder = folder;
  }

  /** The folder of a reference encoder of this tree. */
  public static Path golden(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(EncoderCopy.class.getResource("/golden/encoders/" + name))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static EncoderCopy of(String name, Path folder) throws IOException {
    Path golden = golden(name);
    try (Stream<Path> files = Files.walk(golden)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(golden.relativize(file).toString());
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.copy(file, target);
      }
    }
    return new EncoderCopy(folder);
  }

  Path folder() {
    return folder;
  }

  /** The JSON files of the directory that decide what an encoder computes. */
  List<Path> settings() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(f -> f.toString().endsWith(".json") && !f.endsWith("tokenizer.json"))
          .sorted()
          .toList();
    }
  }

  EncoderCopy write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  EncoderCopy remove(String name) throws IOException {
    Files.delete(folder.resolve(name));
    return this;
  }

  /** Edits a JSON file. */
  @SuppressWarnings("unchecked")
  <T extends JsonNode> EncoderCopy edit(String name, Consumer<T> change) throws IOException {
    JsonNode root = JSON.readTree(folder.resolve(name).toFile());
    change.accept((T) root);
    JSON.writeValue(folder.resolve(name).toFile(), root);
    return this;
  }
}
