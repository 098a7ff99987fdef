package org.modelassay.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.tokenizer.TokenizerJson;
import org.modelassay.model.tokenizer.TokenizerRules;

/**
 * A model in Hugging Face layout: {@code config.json}, {@code tokenizer.json}, safetensors. Opening
 * reads headers only; every weight that the program wants is there in the right shape, and none is
 * left over.
 */
public final class ModelDirectory implements AutoCloseable {
  private static final Map<String, Family> FAMILIES =
      Stream.of(new LlamaFamily(), new Qwen2Family())
          .flatMap(family -> family.modelTypes().stream().map(type -> Map.entry(type, family)))
          .collect(
              Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));

  private final Path directory;
  private final ModelConfig config;
  private final String modelType;
  private final DecoderShape shape;
  private final Checkpoint checkpoint;
  private final Map<Weight, StoredTensor> weights;
  private @Nullable TokenizerJson tokenizer;

  private ModelDirectory(
      Path directory,
      ModelConfig config,
      String modelType,
      DecoderShape shape,
      Checkpoint checkpoint,
      Map<Weight, StoredTensor> weights) {
    this.directory = directory;
    this.config = config;
    this.modelType = modelType;
    this.shape = shape;
    this.checkpoint = checkpoint;
    this.weights = weights;
  }

  /** The {@code model_type} values that can be read. */
  public static SortedSet<String> supported() {
    return new TreeSet<>(FAMILIES.keySet());
  }

  /** Opens a directory with its {@code config.json}. */
  public static ModelDirectory open(Path directory) {
    if (!Files.exists(directory)) {
      throw new AssayException(
          "model directory "
              + directory.toAbsolutePath()
              + " does not exist; paths of specs are relative to the module");
    }
    if (!Files.isDirectory(directory)) {
      throw new AssayException(
          "model " + directory + " is a file; expected a directory in Hugging Face layout");
    }
    return open(directory, directory.resolve("config.json"));
  }

  /** Opens a directory with another configuration file. */
  public static ModelDirectory open(Path directory, Path configFile) {
    ModelConfig config = ModelConfig.read(configFile);
    String type = config.text("model_type", "");
    Family family = FAMILIES.get(type);
    if (family == null) {
      throw new UnsupportedModelException(
          configFile
              + ": model_type '"
              + type
              + "' is not supported; supported are "
              + String.join(", ", FAMILIES.keySet()));
    }
    if (config.has("quantization_config")) {
      throw config.unsupported("quantization_config", "checkpoints that are not quantised on disk");
    }
    DecoderShape shape = family.shape(config);
    if (shape.heads() % shape.kvHeads() != 0) {
      throw new AssayException(
          configFile
              + ": "
              + shape.heads()
              + " heads are no multiple of "
              + shape.kvHeads()
              + " key-value heads");
    }
    Checkpoint checkpoint = Checkpoint.open(directory);
    return new ModelDirectory(
        directory,
        config,
        type,
        shape,
        checkpoint,
        match(directory, config, family, shape, checkpoint));
  }

  private static Map<Weight, StoredTensor> match(
      Path directory,
      ModelConfig config,
      Family family,
      DecoderShape shape,
      Checkpoint checkpoint) {
    var matched = new LinkedHashMap<Weight, StoredTensor>();
    var missing = new ArrayList<String>();
    var left = new TreeSet<>(checkpoint.tensors().keySet());
    for (Weight weight : family.weights(config, shape)) {
      StoredTensor tensor = checkpoint.tensors().get(weight.source());
      if (tensor == null) {
        missing.add(weight.source() + " " + Arrays.toString(weight.shape()));
        continue;
      }
      if (!Arrays.equals(tensor.shape(), weight.shape())) {
        throw new AssayException(
            tensor.file()
                + ": tensor "
                + tensor.name()
                + " has shape "
                + Arrays.toString(tensor.shape())
                + ", "
                + config.file().getFileName()
                + " asks for "
                + Arrays.toString(weight.shape()));
      }
      left.remove(weight.source());
      matched.put(weight, tensor);
    }
    if (!missing.isEmpty()) {
      throw new AssayException(
          directory
              + ": "
              + missing.size()
              + " of the tensors that "
              + config.file().getFileName()
              + " asks for are missing, such as "
              + missing.get(0));
    }
    left.removeIf(family::ignorable);
    if (!left.isEmpty()) {
      throw new AssayException(
          directory
              + ": "
              + left.size()
              + " tensors are left over, such as "
              + left.first()
              + "; the configuration does not use them, so the model computed would not be the model saved");
    }
    return Collections.unmodifiableMap(matched);
  }

  /** The directory. */
  public Path directory() {
    return directory;
  }

  /** The {@code model_type}. */
  public String modelType() {
    return modelType;
  }

  /** What the decoder program has to know. */
  public DecoderShape shape() {
    return shape;
  }

  /** The weights that the program wants, and where they lie. */
  public Map<Weight, StoredTensor> weights() {
    return weights;
  }

  /** Number of parameters that the program uses. */
  public long parameters() {
    return weights.values().stream().mapToLong(StoredTensor::elements).sum();
  }

  /** The type that most numbers are stored in. */
  public StoredType storedType() {
    return weights.values().stream()
        .collect(
            Collectors.groupingBy(
                StoredTensor::type, TreeMap::new, Collectors.summingLong(StoredTensor::elements)))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  /** The tokenizer; read at the first call. */
  public synchronized Tokenizer tokenizer() {
    TokenizerJson read = tokenizer;
    if (read == null) {
      read = TokenizerJson.read(directory);
      if (read.size() > shape.vocabulary()) {
        read.close();
        throw new AssayException(
            read
                + " has ids up to "
                + (read.size() - 1)
                + ", the model's vocabulary has "
                + shape.vocabulary()
                + ": this tokenizer is another model's");
      }
      tokenizer = read;
    }
    return read;
  }

  /**
   * Tokens that end a generated text: those of generation_config.json, else of config.json, else of
   * the tokenizer.
   */
  public SortedSet<Integer> endTokens() {
    var ends = new TreeSet<Integer>();
    Path generation = directory.resolve("generation_config.json");
    if (Files.exists(generation)) {
      ends.addAll(ModelConfig.read(generation).ids("eos_token_id"));
    }
    if (ends.isEmpty()) {
      ends.addAll(config.ids("eos_token_id"));
    }
    if (ends.isEmpty() && Files.exists(directory.resolve("tokenizer.json"))) {
      TokenizerRules.Special eos = tokenizer().rules().eos();
      if (eos != null) {
        ends.add(eos.id());
      }
    }
    return ends;
  }

  /**
   * Hex SHA-256 over everything that decides what the weights compute: configuration and every
   * weight file.
   *
   * @param cache folder where the digests of files are kept
   */
  public String fingerprint(Path cache) {
    MessageDigest sha = Digests.sha256();
    var digests = new Digests(cache);
    try {
      sha.update(Files.readAllBytes(config.file()));
      for (Path file : new TreeSet<>(new HashSet<>(checkpoint.files()))) {
        sha.update(
            (file.getFileName() + " " + digests.of(file) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new AssayException(directory + " cannot be read: " + e, e);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Tensors of the checkpoint, for people. */
  public List<String> files() {
    return checkpoint.files().stream().map(f -> f.getFileName().toString()).toList();
  }

  @Override
  public synchronized void close() {
    if (tokenizer != null) {
      tokenizer.close();
      tokenizer = null;
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
