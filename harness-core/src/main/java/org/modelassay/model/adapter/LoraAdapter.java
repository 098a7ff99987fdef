package org.modelassay.model.adapter;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.checkpoint.Checkpoint;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.Safetensors;
import org.modelassay.model.checkpoint.TensorSource;
import org.modelassay.model.quantized.Quantization;

/**
 * A LoRA adapter in the layout of PEFT: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}. Merged, a weight is W + scale * B A in float32, with scale alpha / r,
 * or alpha / sqrt(r) where {@code use_rslora} says so; with {@code use_dora} its rows then get the
 * norms of the magnitude vector. The result is that of {@code merge_and_unload}. A quantised base
 * is dequantised first and not quantised again.
 */
public final class LoraAdapter {
  private static final String CONFIG = "adapter_config.json";
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String PREFIX = "base_model.model.";
  private static final String HEAD = "lm_head.weight";

  private static final Pattern PART =
      Pattern.compile(
          "(.+)\\.(lora_(?:A|B)\\.weight|lora_B\\.bias|lora_embedding_(?:A|B)"
              + "|lora_magnitude_vector(?:\\.weight)?)");
  private static final Pattern HUB_ID = Pattern.compile("[\\w.-]+(/[\\w.-]+)?");

  /** Keys that say how an adapter was trained, or what its tensors say as well. */
  private static final Set<String> HARMLESS =
      Set.of(
          "auto_mapping",
          "base_model_name_or_path",
          "bias",
          "corda_config",
          "ensure_weight_tying",
          "eva_config",
          "exclude_modules",
          "fan_in_fan_out",
          "inference_mode",
          "init_lora_weights",
          "layers_pattern",
          "layers_to_transform",
          "loftq_config",
          "lora_alpha",
          "lora_bias",
          "lora_dropout",
          "lora_ga_config",
          "megatron_core",
          "modules_to_save",
          "peft_type",
          "peft_version",
          "qalora_group_size",
          "r",
          "rank_pattern",
          "alpha_pattern",
          "revision",
          "runtime_config",
          "target_modules",
          "task_type",
          "use_dora",
          "use_rslora");

  /** Ways of beginning that leave the base as it is. */
  private static final Set<String> INITS =
      Set.of("true", "false", "null", "", "gaussian", "eva", "orthogonal");

  private final Path directory;
  private final ModelConfig config;
  private final Checkpoint weights;

  private LoraAdapter(Path directory, ModelConfig config, Checkpoint weights) {
    this.directory = directory;
    this.config = config;
    this.weights = weights;
  }

  /**
   * Whether a directory holds an adapter. The reference takes it for one whatever else it holds.
   */
  public static boolean isAt(Path directory) {
    return Files.exists(directory.resolve(CONFIG));
  }

  /**
   * Opens an adapter; reads its configuration and the header of its weights.
   *
   * @throws AssayException when it is of another kind, uses what is not implemented, or is damaged
   */
  public static LoraAdapter open(Path directory) {
    ModelConfig config = ModelConfig.read(directory.resolve(CONFIG));
    if (!config.text("peft_type", "").equals("LORA")) {
      throw config.unsupported(
          "peft_type",
          "LORA; save a merged copy in Python: model.merge_and_unload(), then"
              + " model.save_pretrained(...)");
    }
    if (!INITS.contains(config.node("init_lora_weights").asText())) {
      throw config.unsupported(
          "init_lora_weights",
          "adapters that leave the base as it is; convert this one in Python:"
              + " save_pretrained(..., path_initial_model_for_weight_conversion=...), or save a"
              + " merged copy");
    }
    config.refuseUnread(HARMLESS);
    Path file = directory.resolve(WEIGHTS);
    if (!Files.exists(file)) {
      throw new AssayException(
          file
              + " is missing"
              + (Files.exists(directory.resolve("adapter_model.bin"))
                  ? "; adapter_model.bin is a pickle, which runs code when read: save the adapter as"
                      + " safetensors (model.save_pretrained(..., safe_serialization=True))"
                  : ": copy the whole adapter"));
    }
    return new LoraAdapter(directory, config, Safetensors.file(file));
  }

  /**
   * The directory of the base model: {@code base_model_name_or_path} as a path, absolute or
   * relative to the adapter's directory, else as a model of the hub.
   *
   * @param hub finds {@code hf:name} or {@code hf:name@revision}
   */
  public Path base(Function<String, Path> hub) {
    String base = config.text("base_model_name_or_path", "");
    if (base.isEmpty()) {
      throw new AssayException(
          config.file() + " lacks base_model_name_or_path, the model that this adapter adapts");
    }
    try {
      Path path = directory.resolve(base);
      if (Files.isDirectory(path)) {
        if (isAt(path)) {
          throw new AssayException(
              path + " is an adapter itself; an adapter's base must be a whole model");
        }
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw new AssayException(
          config.file() + ": base_model_name_or_path is no path: " + e.getMessage(), e);
    }
    String revision = config.text("revision", "");
    if (base.startsWith("hf:")) {
      return hub.apply(base);
    }
    if (!HUB_ID.matcher(base).matches()) {
      throw new AssayException(
          config.file()
              + ": base_model_name_or_path is '"
              + base
              + "', which is no directory here; write the path of the base model into it, relative"
              + " to "
              + directory
              + " or absolute");
    }
    return hub.apply("hf:" + base + (revision.isEmpty() ? "" : "@" + revision));
  }

  /**
   * A base model with this adapter merged.
   *
   * @param config of the base, untied where the adapter brings an output matrix of its own
   * @param checkpoint of the base, merged
   */
  public record Merged(ModelConfig config, Checkpoint checkpoint) {}

  /**
   * Merges.
   *
   * @param base configuration of the base
   * @param tied whether its output matrix is the embedding
   * @param checkpoint its weights
   */
  public Merged merged(ModelConfig base, boolean tied, Checkpoint checkpoint) {
    var tensors = new LinkedHashMap<String, TensorSource>(checkpoint.tensors());
    boolean untied = replace(base, tied, checkpoint, tensors);
    for (Map.Entry<String, Map<String, TensorSource>> module : modules().entrySet()) {
      merge(base, tied && !untied, tensors, module.getKey(), module.getValue());
    }
    var files = new ArrayList<Path>(checkpoint.files());
    files.addAll(weights.files());
    // Its numbers decide what the weights are as much as those of the base's configuration.
    files.add(config.file());
    return new Merged(
        untied ? base.with("tie_word_embeddings", false) : base, new Checkpoint(tensors, files));
  }

  /** The parts of each adapted module, by the names of both. */
  private Map<String, Map<String, TensorSource>> modules() {
    var modules = new LinkedHashMap<String, Map<String, TensorSource>>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              Matcher part = PART.matcher(path(name, tensor));
              if (part.matches()) {
                modules
                    .computeIfAbsent(part.group(1), m -> new LinkedHashMap<>())
                    .put(part.group(2), tensor);
              }
            });
    return modules;
  }

  private static String path(String name, TensorSource tensor) {
    if (!name.startsWith(PREFIX)) {
      throw new AssayException(
          tensor.file() + ": tensor " + name + " does not begin with " + PREFIX);
    }
    return name.substring(PREFIX.length());
  }

  /**
   * Puts the tensors that the adapter holds whole in the place of the base's: biases, modules to
   * save, embeddings of another size.
   *
   * @return whether embedding and output matrix are no longer one
   */
  private boolean replace(
      ModelConfig base, boolean tied, Checkpoint checkpoint, Map<String, TensorSource> tensors) {
    List<String> saved = config.texts("modules_to_save");
    boolean untied = false;
    for (Map.Entry<String, TensorSource> entry : weights.tensors().entrySet()) {
      String path = path(entry.getKey(), entry.getValue());
      if (PART.matcher(path).matches()) {
        continue;
      }
      String name = path.replace(".base_layer.", ".");
      String module = name.substring(0, Math.max(0, name.lastIndexOf('.')));
      boolean own = saved.stream().anyMatch(s -> module.equals(s) || module.endsWith("." + s));
      if (tied && name.equals(HEAD)) {
        // A module saved for itself leaves the tie; a tied matrix saved a second time does not.
        if (own) {
          untied = true;
          tensors.put(HEAD, entry.getValue());
        }
        continue;
      }
      String target = find(tensors, name, entry.getValue());
      boolean embedding =
          target.endsWith(".weight")
              && entry.getValue().shape().length == 2
              && entry.getValue().shape()[0] == base.size("vocab_size");
      if (tied && own && embedding && !config.truth("ensure_weight_tying", false)) {
        untied = true;
        if (!weights.tensors().containsKey(PREFIX + HEAD)) {
          tensors.put(HEAD, tensor(checkpoint.tensors(), target));
        }
      }
      tensors.put(target, entry.getValue());
    }
    return untied;
  }

  private void merge(
      ModelConfig base,
      boolean tied,
      Map<String, TensorSource> tensors,
      String module,
      Map<String, TensorSource> parts) {
    boolean embedding = parts.containsKey("lora_embedding_A");
    TensorSource a = part(parts, module, embedding ? "lora_embedding_A" : "lora_A.weight");
    TensorSource b = part(parts, module, embedding ? "lora_embedding_B" : "lora_B.weight");
    String name = find(tensors, module + ".weight", a);
    if ((tied && name.equals(HEAD)) || !tensors.containsKey(name)) {
      throw new AssayException(
          a.file()
              + ": tensor "
              + a.name()
              + " adapts "
              + module
              + ", which in this model is the embedding too; merging would change both. Save a"
              + " merged copy in Python");
    }
    TensorSource weight = tensor(tensors, name);
    boolean transposed = embedding || Quantization.inputMajor(base, name);
    long rank = rank(module);
    long[] shape = weight.shape();
    if (shape.length != 2) {
      throw misshaped(a, "a part of a matrix; " + name + " is none");
    }
    sized(a, rank, transposed ? shape[0] : shape[1]);
    sized(b, transposed ? shape[1] : shape[0], rank);
    double scale = scale(module, rank);
    var magnitude = new ArrayList<TensorSource>();
    for (Map.Entry<String, TensorSource> part : parts.entrySet()) {
      if (part.getKey().startsWith("lora_magnitude_vector")) {
        if (part.getValue().elements() != b.shape()[0]) {
          throw misshaped(part.getValue(), b.shape()[0] + " numbers, one for each output");
        }
        magnitude.add(part.getValue());
      }
    }
    if (magnitude.size() != (config.truth("use_dora", false) ? 1 : 0)) {
      throw new AssayException(
          a.file()
              + ": module "
              + module
              + " has "
              + magnitude.size()
              + " magnitude vectors, and "
              + CONFIG
              + " says use_dora "
              + config.truth("use_dora", false));
    }
    tensors.put(
        name,
        new ComputedTensor(
            name,
            "adapter.merged",
            List.of(weight, a, b, List.copyOf(magnitude), scale, transposed),
            shape,
            weight.type()));
    TensorSource shift = parts.get("lora_B.bias");
    if (shift != null) {
      String target = find(tensors, module + ".bias", shift);
      TensorSource bias = tensor(tensors, target);
      if (!Arrays.equals(shift.shape(), bias.shape())) {
        throw misshaped(shift, Arrays.toString(bias.shape()));
      }
      tensors.put(
          target,
          new ComputedTensor(
              target, "adapter.shifted", List.of(bias, shift, scale), bias.shape(), bias.type()));
    }
  }

  /**
   * The name that the checkpoint has for a tensor of the model: the same, or without the model's
   * first component, which checkpoints of bare models leave out.
   */
  private static String find(Map<String, TensorSource> tensors, String name, TensorSource adapter) {
    String bare = name.substring(name.indexOf('.') + 1);
    for (String candidate : List.of(name, bare)) {
      if (tensors.containsKey(candidate)) {
        return candidate;
      }
    }
    if (name.equals(HEAD)) {
      return name;
    }
    throw new AssayException(
        adapter.file()
            + ": tensor "
            + adapter.name()
            + " adapts "
            + name
            + ", which the base model does not have: is base_model_name_or_path another model?");
  }

  private static TensorSource tensor(Map<String, TensorSource> tensors, String name) {
    TensorSource tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException(name);
    }
    return tensor;
  }

  private TensorSource part(Map<String, TensorSource> parts, String module, String part) {
    @Nullable TensorSource tensor = parts.get(part);
    if (tensor == null) {
      throw new AssayException(
          directory.resolve(WEIGHTS)
              + ": tensor "
              + PREFIX
              + module
              + "."
              + part
              + " is missing: copy the whole adapter");
    }
    return tensor;
  }

  private long rank(String module) {
    return Math.round(PatternTable.of(config, "rank_pattern").get(module, config.size("r", 8)));
  }

  private double scale(String module, long rank) {
    double alpha =
        PatternTable.of(config, "alpha_pattern").get(module, config.number("lora_alpha", 8));
    return alpha / (config.truth("use_rslora", false) ? Math.sqrt((double) rank) : rank);
  }

  private static void sized(TensorSource part, long... shape) {
    if (!Arrays.equals(part.shape(), shape)) {
      throw misshaped(part, Arrays.toString(shape));
    }
  }

  private static AssayException misshaped(TensorSource part, String expected) {
    return new AssayException(
        part.file()
            + ": tensor "
            + part.name()
            + " has shape "
            + Arrays.toString(part.shape())
            + ", expected "
            + expected);
  }
}
