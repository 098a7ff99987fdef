package org.modelassay.model.family;

import org.modelassay.model.ModelConfig;

/** Activations by the names that configurations give them. */
public final class Activations {
  private Activations() {}

  /** The program's name of the activation that a key gives. */
  public static String of(ModelConfig config, String key, String otherwise) {
    return switch (config.text(key, otherwise)) {
      case "silu", "swish" -> "silu";
      case "gelu" -> "gelu";
      case "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_python_tanh" -> "gelu_tanh";
      case "quick_gelu" -> "gelu_quick";
      case "relu" -> "relu";
      case "relu2", "squared_relu" -> "relu2";
      default ->
          throw config.unsupported(
              key, "silu, gelu, gelu_new, gelu_pytorch_tanh, gelu_fast, quick_gelu, relu, relu2");
    };
  }
}
