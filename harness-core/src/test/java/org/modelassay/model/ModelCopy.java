package org.modelassay.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import org.modelassay.model.checkpoint.Safetensors;
import org.modelassay.model.checkpoint.StoredTensor;

/** A small reference model that works, copied to a folder where a test may damage it. */
public final class ModelCopy {
  static final String WEIGHTS = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path directory;
  private final String weights;

  private ModelCopy(Path directory, String weights) {
    this.directory = directory;
    this.weights = weights;
  }

  /** A folder that is a copy already, its weights in a file of this name. */
  static ModelCopy at(Path directory, String weights) {
    return new ModelCopy(directory, weights);
  }

  /** A Llama of three layers in one file of float32. */
  public static ModelCopy single(Path folder) throws IOException {
    return of("llama-tied", folder, "config.json", WEIGHTS);
  }

  /** A Llama in three shards. */
  static ModelCopy sharded(Path folder) throws IOException {
    return of("llama-sharded-bf16", folder, "config.json", INDEX, shard(1), shard(2), shard(3));
  }

  /** Another model of one file. */
  public static ModelCopy of(Path model, Path folder) throws IOException {
    for (String file : new String[] {"config.json", WEIGHTS}) {
      Files.copy(model.resolve(file), folder.resolve(file));
    }
    return new ModelCopy(folder, WEIGHTS);
  }

  static String shard(int number) {
    return "model-0000" + number + "-of-00003.safetensors";
  }

  private static ModelCopy of(String model, Path folder, String... files) throws IOException {
    for (String file : files) {
      Files.copy(golden(model).resolve(file), folder.resolve(file));
    }
    return new ModelCopy(folder, WEIGHTS);
  }

  /** The folder of a reference model of this tree. */
  public static Path golden(String model) {
    try {
      return Path.of(
          Objects.requireNonNull(ModelCopy.class.getResource("/golden/models/" + model)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public Path directory() {
    return directory;
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  ModelCopy remove(String name) throws IOException {
    Files.delete(file(name));
    return this;
  }

  ModelCopy write(String name, String text) throws IOException {
    Files.writeString(file(name), text);
    return this;
  }

  /** Edits a JSON file. */
  ModelCopy edit(String name, Consumer<ObjectNode> change) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(file(name).toFile());
    change.accept(root);
    JSON.writeValue(file(name).toFile(), root);
    return this;
  }

  public ModelCopy config(Consumer<ObjectNode> change) throws IOException {
    return edit("config.json", change);
  }

  /** Edits what the header of the weights says; the data stay as they are. */
  public ModelCopy header(Consumer<ObjectNode> change) throws IOException {
    byte[] file = Files.readAllBytes(file(weights));
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ObjectNode header = (ObjectNode) JSON.readTree(file, 8, length);
    change.accept(header);
    byte[] text = JSON.writeValueAsBytes(header);
    return weights(text.length, text, Arrays.copyOfRange(file, 8 + length, file.length));
  }

  /** Edits what the header says of one tensor. */
  ModelCopy tensor(String name, Consumer<ObjectNode> change) throws IOException {
    return header(header -> change.accept((ObjectNode) header.get(name)));
  }

  /** Writes the weights anew: length of the header, header, data. */
  ModelCopy weights(long length, byte[] header, byte... data) throws IOException {
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file(weights), file.putLong(length).put(header).put(data).array());
    return this;
  }

  ModelCopy weights(long length, String header) throws IOException {
    return weights(length, header.getBytes(StandardCharsets.UTF_8));
  }

  /** Keeps the first bytes of the weights. */
  ModelCopy truncate(int bytes) throws IOException {
    Files.write(file(weights), Arrays.copyOf(Files.readAllBytes(file(weights)), bytes));
    return this;
  }

  /** Overwrites bytes of the weights where they stand, text by text of the same length. */
  public ModelCopy bytes(String old, String other) throws IOException {
    String file = Files.readString(file(weights), StandardCharsets.ISO_8859_1);
    if (!file.contains(old) || old.length() != other.length()) {
      throw new IllegalArgumentException(old);
    }
    Files.writeString(file(weights), file.replace(old, other), StandardCharsets.ISO_8859_1);
    return this;
  }

  /** Overwrites one number of a float32 tensor. */
  public ModelCopy set(String tensor, int index, float value) throws IOException {
    var stored = (StoredTensor) Safetensors.open(directory).tensors().get(tensor);
    byte[] file = Files.readAllBytes(file(weights));
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putFloat((int) Objects.requireNonNull(stored).offset() + 4 * index, value);
    Files.write(file(weights), file);
    return this;
  }

  /** Writes a tokenizer whose words have the ids 0 to {@code words - 1}. */
  ModelCopy tokenizer(int words) throws IOException {
    ObjectNode root = JSON.createObjectNode().put("version", "1.0");
    for (String absent : new String[] {"truncation", "padding", "normalizer", "post_processor"}) {
      root.putNull(absent);
    }
    ObjectNode end = root.putArray("added_tokens").addObject().put("id", 1).put("content", "w1");
    for (String flag : new String[] {"single_word", "lstrip", "rstrip", "normalized"}) {
      end.put(flag, false);
    }
    end.put("special", true);
    root.putObject("pre_tokenizer").put("type", "Whitespace");
    root.putNull("decoder");
    ObjectNode model = root.putObject("model").put("type", "WordLevel").put("unk_token", "w0");
    ObjectNode vocabulary = model.putObject("vocab");
    for (int i = 0; i < words; i++) {
      vocabulary.put("w" + i, i);
    }
    JSON.writeValue(file("tokenizer.json").toFile(), root);
    return this;
  }
}
