package org.modelassay.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.model.adapter.LoraAdapter;
import org.modelassay.model.checkpoint.Checkpoint;
import org.modelassay.model.checkpoint.Safetensors;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;
import org.modelassay.model.family.Families;
import org.modelassay.model.family.Family;
import org.modelassay.model.gguf.GgufFile;
import org.modelassay.model.gguf.GgufModel;
import org.modelassay.model.quantized.Quantization;
import org.modelassay.model.tokenizer.GgufTokenizer;
import org.modelassay.model.tokenizer.TokenizerJson;
import org.modelassay.model.tokenizer.TokenizerRules;

/**
 * A model in Hugging Face layout ({@code config.json}, {@code tokenizer.json}, safetensors) or in a
 * GGUF file. Opening reads headers only; every weight that the program wants is there in the right
 * shape, and none is left over.
 */
public final class ModelFiles implements AutoCloseable {
  // The adapter's before the base's, where there is an adapter.
  private final List<Path> directories;
  private final @Nullable GgufFile gguf;
  private final ModelConfig config;
  private final String modelType;
  private final DecoderShape shape;
  private final Checkpoint checkpoint;
  private final Map<Weight, TensorSource> weights;
  private @Nullable TokenizerJson tokenizer;
  private int users = 1;
  private @Nullable CompletableFuture<String> fingerprint;

  private ModelFiles(
      List<Path> directories,
      @Nullable GgufFile gguf,
      ModelConfig read,
      Supplier<Checkpoint> weightFiles,
      @Nullable LoraAdapter adapter) {
    this.directories = directories;
    this.gguf = gguf;
    modelType = read.text("model_type", "");
    Family family = Families.of(modelType, read.file());
    ModelConfig base = read.withDefaults(family.defaults());
    DecoderShape baseShape = family.shape(base);
    int heads = baseShape.number("heads");
    int kvHeads = baseShape.number("kv_heads");
    if (heads % kvHeads != 0) {
      throw new AssayException(
          base.file() + ": " + heads + " heads are no multiple of " + kvHeads + " key-value heads");
    }
    Checkpoint baseWeights = Quantization.dequantized(base, weightFiles.get());
    if (adapter == null) {
      config = base;
      shape = baseShape;
      checkpoint = baseWeights;
    } else {
      LoraAdapter.Merged merged = adapter.merged(base, baseShape.tied(), baseWeights);
      config = merged.config();
      shape = family.shape(config);
      checkpoint = merged.checkpoint();
    }
    List<Weight> wanted = family.weights(config, shape, checkpoint.tensors().keySet());
    config.refuseUnread();
    weights =
        WeightMatch.of(
            location(),
            config,
            wanted,
            checkpoint.tensors(),
            name -> family.ignorable(config, name));
  }

  /**
   * Opens a directory with its {@code config.json}, or a GGUF file, or a directory that holds one
   * and no {@code config.json}, or a LoRA adapter's with the directory of its base.
   */
  public static ModelFiles open(Path location) {
    return open(
        location,
        reference -> {
          throw new AssayException(
              location
                  + " adapts "
                  + reference
                  + ", which is no directory here; write the path of the base model into"
                  + " base_model_name_or_path of adapter_config.json");
        });
  }

  /**
   * The same where an adapter's base may be a model of the hub.
   *
   * @param hub finds the directory of {@code hf:name@revision}
   */
  public static ModelFiles open(Path location, Function<String, Path> hub) {
    if (!Files.exists(location)) {
      throw new AssayException(
          "model directory "
              + location.toAbsolutePath()
              + " does not exist; paths of specs are relative to the module");
    }
    Path configFile = location.resolve("config.json");
    if (Files.isDirectory(location)) {
      if (LoraAdapter.isAt(location)) {
        LoraAdapter adapter = LoraAdapter.open(location);
        Path base = adapter.base(hub);
        return new ModelFiles(
            List.of(location, base),
            null,
            ModelConfig.read(base.resolve("config.json")),
            () -> Safetensors.open(base),
            adapter);
      }
      List<Path> files = Files.exists(configFile) ? List.of() : ggufFiles(location);
      if (files.size() > 1) {
        throw new AssayException(
            location
                + " holds "
                + files.size()
                + " GGUF files and no config.json: name the one that is meant, such as "
                + files.get(0));
      }
      return files.isEmpty() ? open(location, configFile) : openGguf(files.get(0));
    }
    if (!location.toString().endsWith(".gguf")) {
      throw new AssayException(
          "model "
              + location
              + " is a file; expected a directory in Hugging Face layout, or a .gguf file");
    }
    return openGguf(location);
  }

  /** Opens a directory with another configuration file. */
  public static ModelFiles open(Path directory, Path configFile) {
    return new ModelFiles(
        List.of(directory),
        null,
        ModelConfig.read(configFile),
        () -> Safetensors.open(directory),
        null);
  }

  private static ModelFiles openGguf(Path file) {
    GgufFile gguf = GgufFile.open(file);
    GgufModel model = GgufModel.of(gguf);
    return new ModelFiles(List.of(file), gguf, model.config(), model::checkpoint, null);
  }

  private static List<Path> ggufFiles(Path directory) {
    try (Stream<Path> list = Files.list(directory)) {
      return list.filter(f -> f.toString().endsWith(".gguf"))
          .filter(f -> !GgufFile.isLaterPart(f))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new AssayException(directory + " cannot be read: " + e, e);
    }
  }

  /** The directory, or the file. */
  public Path location() {
    return directories.get(0);
  }

  /** The first directory that holds a file, the last when none does. */
  private Path holding(String file) {
    for (Path each : directories) {
      if (Files.exists(each.resolve(file))) {
        return each;
      }
    }
    return directories.get(directories.size() - 1);
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

  /** What the decoder computes for one token. */
  public DecodingCost cost() {
    return DecodingCost.of(shape, weights.keySet());
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

  /** These files for one user more: a baseline and its treated candidates have one tokenizer. */
  public synchronized ModelFiles share() {
    users++;
    return this;
  }

  /** The tokenizer; read at the first call. */
  public synchronized Tokenizer tokenizer() {
    TokenizerJson read = tokenizer;
    if (read == null) {
      read =
          (gguf == null
                  ? TokenizerJson.read(holding("tokenizer.json"))
                  : GgufTokenizer.of(gguf.metadata(), gguf.file()))
              .fitting(shape.vocabulary(), "model");
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
    Path generation = holding("generation_config.json").resolve("generation_config.json");
    if (gguf == null && Files.exists(generation)) {
      ends.addAll(ModelConfig.read(generation).ids("eos_token_id"));
    }
    if (ends.isEmpty()) {
      ends.addAll(config.ids("eos_token_id"));
    }
    if (ends.isEmpty()
        && gguf == null
        && Files.exists(holding("tokenizer.json").resolve("tokenizer.json"))) {
      TokenizerRules.Special eos = tokenizer().rules().eos();
      if (eos != null) {
        ends.add(eos.id());
      }
    }
    return ends;
  }

  /**
   * The texts of the model's chat templates by name, none of them read as anything; the one to use
   * unless another is asked for is {@code default}.
   */
  public Map<String, String> chatTemplates() {
    if (gguf != null) {
      return ChatTemplates.of(gguf.file(), gguf.metadata());
    }
    for (Path each : directories) {
      Map<String, String> templates = ChatTemplates.of(each);
      if (!templates.isEmpty()) {
        return templates;
      }
    }
    return Map.of();
  }

  /** The text of the chat template to use unless another is asked for; empty when there is none. */
  public Optional<String> chatTemplate() {
    return Optional.ofNullable(chatTemplates().get("default"));
  }

  /**
   * Hex SHA-256 over everything that decides what the weights compute: configuration and every
   * weight file. Begun at the first call, beside what the caller does next: a gigabyte takes
   * seconds. Completes with the {@link AssayException} of a file that cannot be read.
   *
   * @param cache folder where the digests of files are kept
   */
  public synchronized CompletableFuture<String> fingerprint(Path cache) {
    CompletableFuture<String> begun = fingerprint;
    if (begun == null) {
      begun = CompletableFuture.supplyAsync(() -> hash(cache));
      fingerprint = begun;
    }
    return begun;
  }

  private String hash(Path cache) {
    MessageDigest sha = Sha256.digest();
    var digests = new Digests(cache);
    try {
      sha.update(config.toString().getBytes(StandardCharsets.UTF_8));
      for (Path file : new TreeSet<>(new HashSet<>(checkpoint.files()))) {
        sha.update(
            (file.getFileName() + " " + digests.of(file) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new AssayException(this + " cannot be read: " + e, e);
    }
    return Sha256.hex(sha);
  }

  /** Tensors of the checkpoint, for people. */
  public List<String> files() {
    return checkpoint.files().stream().map(f -> f.getFileName().toString()).toList();
  }

  @Override
  public synchronized void close() {
    if (--users > 0) {
      return;
    }
    if (fingerprint != null) {
      // It still reads the files, and writes what it found.
      fingerprint.handle((hash, problem) -> hash).join();
    }
    if (tokenizer != null) {
      tokenizer.close();
      tokenizer = null;
    }
  }

  @Override
  public String toString() {
    return location().toString();
  }
}
