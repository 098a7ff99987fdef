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
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.Checkpoint;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.Safetensors;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;
import org.modelassay.model.family.Families;
import org.modelassay.model.family.Family;
import org.modelassay.model.tokenizer.TokenizerJson;
import org.modelassay.model.tokenizer.TokenizerRules;

/**
 * A model in Hugging Face layout: {@code config.json}, {@code tokenizer.json}, safetensors. Opening
 * reads headers only; every weight that the program wants is there in the right shape, and none is
 * left over.
 */
public final class ModelFiles implements AutoCloseable {
  private final Path directory;
  private final ModelConfig config;
  private final String modelType;
  private final DecoderShape shape;
  private final Checkpoint checkpoint;
  private final Map<Weight, TensorSource> weights;
  private @Nullable TokenizerJson tokenizer;

  private ModelFiles(
      Path directory,
      ModelConfig config,
      String modelType,
      DecoderShape shape,
      Checkpoint checkpoint,
      Map<Weight, TensorSource> weights) {
    this.directory = directory;
    this.config = config;
    this.modelType = modelType;
    this.shape = shape;
    this.checkpoint = checkpoint;
    this.weights = weights;
  }

  /** Opens a directory with its {@code config.json}. */
  public static ModelFiles open(Path directory) {
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
  public static ModelFiles open(Path directory, Path configFile) {
    ModelConfig config = ModelConfig.read(configFile);
    String type = config.text("model_type", "");
    Family family = Families.of(type, configFile);
    if (config.has("quantization_config")) {
      throw config.unsupported("quantization_config", "checkpoints that are not quantised on disk");
    }
    DecoderShape shape = family.shape(config);
    int heads = shape.number("heads");
    int kvHeads = shape.number("kv_heads");
    if (heads % kvHeads != 0) {
      throw new AssayException(
          configFile + ": " + heads + " heads are no multiple of " + kvHeads + " key-value heads");
    }
    Checkpoint checkpoint = Safetensors.open(directory);
    return new ModelFiles(
        directory,
        config,
        type,
        shape,
        checkpoint,
        match(directory, config, family, shape, checkpoint));
  }

  private static Map<Weight, TensorSource> match(
      Path directory,
      ModelConfig config,
      Family family,
      DecoderShape shape,
      Checkpoint checkpoint) {
    Map<String, TensorSource> tensors = checkpoint.tensors();
    var matched = new LinkedHashMap<Weight, TensorSource>();
    var missing = new ArrayList<String>();
    var left = new TreeSet<>(tensors.keySet());
    List<Weight> wanted = family.weights(config, shape, tensors.keySet());
    config.refuseUnread();
    for (Weight weight : wanted) {
      var sources = new ArrayList<TensorSource>();
      for (String name : weight.sources()) {
        TensorSource source = tensors.get(name);
        if (source == null) {
          missing.add(name + " " + Arrays.toString(weight.stored()));
          continue;
        }
        check(config, weight, source);
        left.remove(name);
        sources.add(source);
      }
      if (sources.size() == weight.sources().size()) {
        matched.put(weight, arranged(weight, sources));
      }
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

  private static void check(ModelConfig config, Weight weight, TensorSource source) {
    if (!Arrays.equals(source.shape(), weight.stored())) {
      throw new AssayException(
          source.file()
              + ": tensor "
              + source.name()
              + " has shape "
              + Arrays.toString(source.shape())
              + ", "
              + config.file().getFileName()
              + " asks for "
              + Arrays.toString(weight.stored()));
    }
    if (!source.type().floating()) {
      throw new AssayException(
          source.file()
              + ": tensor "
              + source.name()
              + " holds whole numbers of type "
              + source.type()
              + ", and "
              + config.file().getFileName()
              + " has no quantization_config that says what they mean");
    }
  }

  /** The sources of a weight as the program wants them. */
  private static TensorSource arranged(Weight weight, List<TensorSource> sources) {
    TensorSource source = sources.get(0);
    String name = source.name();
    long[] shape = source.shape();
    if (sources.size() > 1) {
      source =
          new ComputedTensor(
              name, "weights.stacked", List.of(sources), weight.shape(), source.type());
    }
    if (weight.entry().isPresent()) {
      shape = Arrays.copyOfRange(shape, 1, shape.length);
      source =
          new ComputedTensor(
              name,
              "weights.entry",
              List.of(source, (long) weight.entry().getAsInt()),
              shape,
              source.type());
    }
    if (weight.transposed()) {
      source =
          new ComputedTensor(
              name, "weights.transposed", List.of(source), weight.shape(), source.type());
    }
    return source;
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
  public Map<Weight, TensorSource> weights() {
    return weights;
  }

  /** Number of parameters that the program uses. */
  public long parameters() {
    return weights.values().stream().mapToLong(TensorSource::elements).sum();
  }

  /** The type that most numbers are stored in. */
  public StoredType storedType() {
    return weights.values().stream()
        .collect(
            Collectors.groupingBy(
                TensorSource::type, TreeMap::new, Collectors.summingLong(TensorSource::elements)))
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
      sha.update(config.toString().getBytes(StandardCharsets.UTF_8));
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
