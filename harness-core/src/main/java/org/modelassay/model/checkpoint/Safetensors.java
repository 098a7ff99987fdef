package org.modelassay.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.JsonDamage;

/**
 * Checkpoints in safetensors format, single or sharded. Headers only: nothing is allocated on the
 * word of a header before it is checked against the size of the file.
 */
public final class Safetensors {
  /** The longest header that the format's reference implementation accepts. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";
  // The format forbids a name that stands twice: which of the two is meant would be a guess.
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private Safetensors() {}

  /**
   * Reads the headers.
   *
   * @throws AssayException when there is no checkpoint, or a header lies
   */
  public static Checkpoint open(Path directory) {
    try {
      Path index = directory.resolve(INDEX);
      if (Files.exists(index)) {
        return sharded(directory, index);
      }
      Path single = directory.resolve(SINGLE);
      if (Files.exists(single)) {
        return file(single);
      }
      throw new AssayException(directory + " has no weights: " + found(directory));
    } catch (IOException e) {
      throw new AssayException(directory + ": the weights cannot be read: " + e, e);
    }
  }

  /**
   * Reads the header of one file that is a checkpoint by itself.
   *
   * @throws AssayException when the header lies
   */
  public static Checkpoint file(Path file) {
    try {
      var tensors = new LinkedHashMap<String, TensorSource>();
      header(file, tensors);
      return new Checkpoint(tensors, List.of(file));
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e, e);
    }
  }

  private static String found(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      List<String> names = list.map(f -> f.getFileName().toString()).sorted().toList();
      for (String name : names) {
        if (name.endsWith(".bin") || name.endsWith(".pt") || name.endsWith(".pth")) {
          return name
              + " is a pickle, which runs code when read; save the model as safetensors"
              + " (model.save_pretrained(..., safe_serialization=True)) and remove it";
        }
      }
      for (String name : names) {
        if (name.endsWith(".gguf")) {
          return name + " is a GGUF file, a model of its own: name it in place of the directory";
        }
      }
      return "expected " + SINGLE + ", or " + INDEX + " and its shards";
    }
  }

  private static Checkpoint sharded(Path directory, Path index) throws IOException {
    JsonNode map;
    try {
      map = JSON.readTree(Files.readAllBytes(index)).path("weight_map");
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(index, e), e);
    }
    if (!map.isObject() || map.isEmpty()) {
      throw new AssayException(index + ": weight_map is missing or empty");
    }
    var shards = new TreeSet<String>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      String shard = entry.getValue().asText();
      if (!shard.endsWith(".safetensors") || shard.contains("/") || shard.contains("\\")) {
        throw new AssayException(
            index
                + ": tensor "
                + entry.getKey()
                + " is said to be in '"
                + shard
                + "', which is no safetensors file of this directory");
      }
      shards.add(shard);
    }
    var files = new ArrayList<Path>();
    var tensors = new LinkedHashMap<String, TensorSource>();
    for (String shard : shards) {
      Path file = directory.resolve(shard);
      if (!Files.exists(file)) {
        throw new AssayException(
            file + " is missing; " + INDEX + " names it: copy the whole checkpoint");
      }
      files.add(file);
      header(file, tensors);
    }
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      TensorSource tensor = tensors.get(entry.getKey());
      if (tensor == null
          || !tensor.file().getFileName().toString().equals(entry.getValue().asText())) {
        throw new AssayException(
            index + ": tensor " + entry.getKey() + " is not in " + entry.getValue().asText());
      }
    }
    return new Checkpoint(tensors, files);
  }

  private static void header(Path file, Map<String, TensorSource> tensors) throws IOException {
    long size = Files.size(file);
    long length;
    JsonNode header;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (size < 8) {
        throw new AssayException(
            file
                + ": "
                + size
                + " bytes, too short for a safetensors file (truncated copy or Git LFS pointer?)");
      }
      length = read(channel, 0, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
      if (length < 2 || length > LONGEST_HEADER || length > size - 8) {
        throw new AssayException(
            file
                + ": offset 0 says that the header has "
                + Long.toUnsignedString(length)
                + " bytes, the file has "
                + size
                + " (truncated copy or Git LFS pointer?)");
      }
      byte[] text = read(channel, 8, (int) length).array();
      try {
        header = JSON.readTree(new String(text, StandardCharsets.UTF_8));
      } catch (JsonProcessingException e) {
        throw new AssayException(
            file
                + ": the header (offset 8, "
                + length
                + " bytes) is no JSON: "
                + e.getOriginalMessage(),
            e);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (!header.isObject()) {
      throw new AssayException(file + ": the header (offset 8) is no JSON object");
    }
    long data = 8 + length;
    var spans = new TreeMap<Long, StoredTensor>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals("__metadata__")) {
        continue;
      }
      StoredTensor tensor = entry(file, entry.getKey(), entry.getValue(), data, size);
      if (tensors.putIfAbsent(tensor.name(), tensor) != null) {
        throw new AssayException(file + ": tensor " + tensor.name() + " is in two files");
      }
      if (tensor.bytes() > 0) {
        StoredTensor other = spans.put(tensor.offset(), tensor);
        if (other != null) {
          throw overlap(file, other, tensor);
        }
      }
    }
    StoredTensor before = null;
    for (StoredTensor tensor : spans.values()) {
      if (before != null && before.offset() + before.bytes() > tensor.offset()) {
        throw overlap(file, before, tensor);
      }
      before = tensor;
    }
  }

  private static AssayException overlap(Path file, StoredTensor one, StoredTensor other) {
    return new AssayException(
        file
            + ": tensors "
            + one.name()
            + " and "
            + other.name()
            + " overlap at offset "
            + other.offset());
  }

  private static StoredTensor entry(Path file, String name, JsonNode node, long data, long size) {
    String where = file + ": tensor " + name;
    JsonNode offsets = node.path("data_offsets");
    JsonNode sizes = node.path("shape");
    if (!offsets.isArray()
        || offsets.size() != 2
        || !sizes.isArray()
        || !node.path("dtype").isTextual()) {
      throw new AssayException(where + ": the header must give dtype, shape and two data_offsets");
    }
    StoredType type = StoredType.of(node.path("dtype").asText(), where);
    long begin = whole(offsets.get(0), where);
    long end = whole(offsets.get(1), where);
    if (begin > end || end > size - data) {
      throw new AssayException(
          where
              + ": data_offsets ["
              + begin
              + ", "
              + end
              + "] do not fit in the file's "
              + (size - data)
              + " bytes of data (truncated copy?)");
    }
    long[] shape = new long[sizes.size()];
    long bytes = type.bytes();
    try {
      for (int i = 0; i < shape.length; i++) {
        shape[i] = whole(sizes.get(i), where);
        bytes = Math.multiplyExact(bytes, shape[i]);
      }
    } catch (ArithmeticException e) {
      throw new AssayException(where + ": shape " + sizes + " is too large", e);
    }
    if (bytes != end - begin) {
      throw new AssayException(
          where
              + ": shape "
              + sizes
              + " of "
              + type
              + " needs "
              + bytes
              + " bytes, data_offsets give "
              + (end - begin));
    }
    return new StoredTensor(name, type, shape, file, data + begin, bytes);
  }

  private static long whole(JsonNode node, String where) {
    if (!node.isIntegralNumber() || !node.canConvertToLong() || node.asLong() < 0) {
      throw new AssayException(where + ": " + node + " is no size");
    }
    return node.asLong();
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file ends at " + (position + buffer.position()));
      }
    }
    return buffer.flip();
  }
}
