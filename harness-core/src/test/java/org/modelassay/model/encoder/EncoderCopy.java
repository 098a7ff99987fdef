package org.modelassay.model.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
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

  /** Gives the tensors of the one file of weights other names. */
  EncoderCopy rename(UnaryOperator<String> change) throws IOException {
    Path weights = folder.resolve("model.safetensors");
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(weights)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) file.getLong()];
    file.get(header);
    ObjectNode renamed = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> tensor : JSON.readTree(header).properties()) {
      String name = tensor.getKey();
      renamed.set(name.startsWith("_") ? name : change.apply(name), tensor.getValue());
    }
    byte[] text = JSON.writeValueAsBytes(renamed);
    ByteBuffer written =
        ByteBuffer.allocate(8 + text.length + file.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(weights, written.putLong(text.length).put(text).put(file).array());
    return this;
  }
}
