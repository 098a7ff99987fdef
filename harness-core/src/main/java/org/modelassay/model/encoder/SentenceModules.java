package org.modelassay.model.encoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.JsonDamage;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.UnsupportedModelException;

/**
 * What follows the encoder in the chain of modules that {@code modules.json} of
 * sentence-transformers names: the pooling, and stages behind it.
 *
 * @param pooling kinds of pooling, whose vectors stand one behind the other
 * @param withPrompt whether the tokens of a prompt are pooled too
 * @param stages what follows, in order
 */
record SentenceModules(List<String> pooling, boolean withPrompt, List<Stage> stages) {
  private static final String FILE = "modules.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The kinds of pooling, in the order in which switches that are on are joined. */
  private static final List<String> KINDS =
      List.of("cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken");

  private static final List<String> SWITCHES =
      List.of(
          "pooling_mode_cls_token",
          "pooling_mode_max_tokens",
          "pooling_mode_mean_tokens",
          "pooling_mode_mean_sqrt_len_tokens",
          "pooling_mode_weightedmean_tokens",
          "pooling_mode_lasttoken");

  /** The longest chain that is read; published ones have four modules at most. */
  private static final int LONGEST = 16;

  /**
   * A stage behind the pooling.
   *
   * @param name {@code normalize}, or the activation of a dense layer
   * @param dense the dense layer, or null
   */
  record Stage(String name, @Nullable Dense dense) {}

  /**
   * A dense layer.
   *
   * @param folder that holds its weights
   * @param config its configuration
   * @param in width of what it takes
   * @param out width of what it gives
   * @param bias whether it has a bias
   */
  record Dense(Path folder, ModelConfig config, int in, int out, boolean bias) {}

  /** The folder of the encoder itself: the directory, or the first module's. */
  static Path encoder(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return directory;
    }
    JsonNode modules = array(file);
    expect(file, modules, 0, "Transformer");
    return folder(directory, file, modules, 0);
  }

  /**
   * Reads the modules of a directory. Without {@code modules.json} they are the encoder and mean
   * pooling, as in sentence-transformers.
   *
   * @param width of the encoder's states
   */
  static SentenceModules read(Path directory, int width) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return new SentenceModules(List.of("mean"), true, List.of());
    }
    JsonNode modules = array(file);
    expect(file, modules, 1, "Pooling");
    ModelConfig pooling =
        ModelConfig.read(folder(directory, file, modules, 1).resolve("config.json"));
    for (String key : List.of("embedding_dimension", "word_embedding_dimension")) {
      if (pooling.size(key, width) != width) {
        throw new AssayException(
            pooling.file()
                + ": "
                + key
                + " is "
                + pooling.node(key)
                + ", the encoder's states have a width of "
                + width);
      }
    }
    List<String> kinds = kinds(pooling);
    boolean withPrompt = pooling.truth("include_prompt", true);
    pooling.refuseUnread();
    return new SentenceModules(
        kinds, withPrompt, stages(directory, file, modules, (long) width * kinds.size()));
  }

  private static List<Stage> stages(Path directory, Path file, JsonNode modules, long width) {
    var stages = new ArrayList<Stage>();
    long current = width;
    for (int i = 2; i < modules.size(); i++) {
      switch (kind(file, modules, i)) {
        case "Normalize" -> {
          Path config = folder(directory, file, modules, i).resolve("config.json");
          if (Files.exists(config)) {
            ModelConfig normalize = ModelConfig.read(config);
            ofSentence(normalize);
            normalize.refuseUnread();
          }
          stages.add(new Stage("normalize", null));
        }
        case "Dense" -> {
          Dense dense = dense(folder(directory, file, modules, i), current);
          stages.add(new Stage(activation(dense.config()), dense));
          dense.config().refuseUnread();
          current = dense.out();
        }
        case "Dropout" -> {
          // Does nothing in inference.
        }
        default -> throw unsupported(file, modules, i, "Dense, Dropout, Normalize");
      }
    }
    return stages;
  }

  private static Dense dense(Path folder, long width) {
    ModelConfig config = ModelConfig.read(folder.resolve("config.json"));
    ofSentence(config);
    if (config.truth("use_residual", false)) {
      throw config.unsupported("use_residual", "false");
    }
    int in = config.size("in_features");
    if (in != width) {
      throw new AssayException(
          config.file() + ": in_features is " + in + ", what comes in has a width of " + width);
    }
    return new Dense(folder, config, in, config.size("out_features"), config.truth("bias", true));
  }

  private static void ofSentence(ModelConfig config) {
    for (String key : List.of("module_input_name", "module_output_name")) {
      if (!config.text(key, "sentence_embedding").equals("sentence_embedding")) {
        throw config.unsupported(key, "sentence_embedding");
      }
    }
  }

  /** The activation of a dense layer, which is given as the name of a class of torch. */
  private static String activation(ModelConfig config) {
    return switch (config.text("activation_function", "torch.nn.modules.activation.Tanh")) {
      case "torch.nn.modules.activation.Tanh" -> "tanh";
      case "torch.nn.modules.linear.Identity" -> "identity";
      case "torch.nn.modules.activation.ReLU" -> "relu";
      case "torch.nn.modules.activation.GELU" -> "gelu";
      case "torch.nn.modules.activation.SiLU" -> "silu";
      default ->
          throw config.unsupported(
              "activation_function",
              "torch.nn.modules.activation.Tanh, ReLU, GELU and SiLU,"
                  + " torch.nn.modules.linear.Identity");
    };
  }

  /** Either one key names the kinds, or each has a switch. */
  private static List<String> kinds(ModelConfig config) {
    var on = new ArrayList<String>();
    for (int i = 0; i < KINDS.size(); i++) {
      if (config.truth(SWITCHES.get(i), false)) {
        on.add(KINDS.get(i));
      }
    }
    JsonNode mode = config.node("pooling_mode");
    if (mode.isMissingNode()) {
      return on.isEmpty() ? List.of("mean") : on;
    }
    var named = new ArrayList<String>();
    for (JsonNode each : mode.isArray() ? mode : List.of(mode)) {
      named.add(each.isTextual() ? each.asText() : "");
    }
    if (named.isEmpty() || named.size() > KINDS.size() || !KINDS.containsAll(named)) {
      throw config.unsupported("pooling_mode", String.join(", ", KINDS));
    }
    return named;
  }

  private static JsonNode array(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root == null || !root.isArray() || root.size() > LONGEST) {
        throw new AssayException(file + " is no JSON list of 1 to " + LONGEST + " modules");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(file, e), e);
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e, e);
    }
  }

  private static void expect(Path file, JsonNode modules, int index, String kind) {
    if (!kind(file, modules, index).equals(kind)) {
      throw unsupported(file, modules, index, kind);
    }
  }

  private static UnsupportedModelException unsupported(
      Path file, JsonNode modules, int index, String supported) {
    return new UnsupportedModelException(
        file
            + ": type of module "
            + index
            + " is "
            + modules.path(index).path("type")
            + ", which is not implemented there; supported: "
            + supported);
  }

  /** The last part of the class's name: the library has moved its classes about. */
  private static String kind(Path file, JsonNode modules, int index) {
    if (index >= modules.size()) {
      throw new AssayException(
          file
              + " has "
              + modules.size()
              + " modules; expected a Transformer and a Pooling at least");
    }
    String type = modules.path(index).path("type").asText();
    return type.startsWith("sentence_transformers.")
        ? type.substring(type.lastIndexOf('.') + 1)
        : type;
  }

  private static Path folder(Path directory, Path file, JsonNode modules, int index) {
    JsonNode path = modules.path(index).path("path");
    // A name is all that a path may be: it must not lead out of the directory.
    if (!path.isTextual() || !path.asText().matches("(?!\\.)[\\w.-]*")) {
      throw new AssayException(
          file + ": path of module " + index + " is " + path + "; expected the name of a folder");
    }
    return path.asText().isEmpty() ? directory : directory.resolve(path.asText());
  }
}
