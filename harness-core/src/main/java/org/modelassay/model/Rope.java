package org.modelassay.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import org.modelassay.AssayException;

/**
 * Rotary positions.
 *
 * @param kind {@code default}, {@code linear}, {@code dynamic}, {@code llama3} or {@code yarn}
 * @param theta base of the angles
 * @param dimensions leading components of a head that rotate
 * @param parameters what the kind needs, by the names of the configuration
 */
public record Rope(String kind, double theta, int dimensions, Map<String, Double> parameters) {
  private static final String SUPPORTED = "default, linear, dynamic, llama3, yarn";

  /** Copies the parameters. */
  public Rope {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads {@code rope_parameters} (transformers 5) or {@code rope_theta} and {@code rope_scaling}
   * (published checkpoints).
   */
  static Rope of(ModelConfig config, int headDimension, double defaultTheta) {
    JsonNode node = config.node("rope_parameters");
    String key = node.isMissingNode() ? "rope_scaling" : "rope_parameters";
    if (node.isMissingNode()) {
      node = config.node("rope_scaling");
    }
    double theta = node.path("rope_theta").asDouble(config.number("rope_theta", defaultTheta));
    double share =
        node.path("partial_rotary_factor").asDouble(config.number("partial_rotary_factor", 1));
    String kind = node.path("rope_type").asText(node.path("type").asText("default"));
    double longest = config.size("max_position_embeddings", 2048);
    var p = new TreeMap<String, Double>();
    switch (kind) {
      case "default" -> {}
      case "linear" -> p.put("factor", required(config, key, node, "factor"));
      case "dynamic" -> {
        p.put("factor", required(config, key, node, "factor"));
        p.put("max_position_embeddings", longest);
      }
      case "llama3" -> {
        p.put("factor", required(config, key, node, "factor"));
        p.put("low_freq_factor", required(config, key, node, "low_freq_factor"));
        p.put("high_freq_factor", required(config, key, node, "high_freq_factor"));
        p.put("original_max_position_embeddings", original(config, node, longest));
      }
      case "yarn" -> {
        double original = original(config, node, longest);
        double factor = node.path("factor").asDouble(longest / original);
        p.put("factor", factor);
        p.put("original_max_position_embeddings", original);
        p.put("beta_fast", node.path("beta_fast").asDouble(32));
        p.put("beta_slow", node.path("beta_slow").asDouble(1));
        p.put("truncate", node.path("truncate").asBoolean(true) ? 1.0 : 0.0);
        p.put("attention_factor", attentionFactor(node, factor));
      }
      default ->
          throw new UnsupportedModelException(
              config.file()
                  + ": "
                  + key
                  + " is of type '"
                  + kind
                  + "', which is not implemented; supported: "
                  + SUPPORTED);
    }
    return new Rope(kind, theta, (int) (headDimension * share), p);
  }

  /**
   * YaRN (arXiv 2309.00071, section 3.4): cos and sin grow by 0.1 ln(factor) + 1, unless the
   * configuration says otherwise.
   */
  private static double attentionFactor(JsonNode node, double factor) {
    if (node.hasNonNull("attention_factor")) {
      return node.get("attention_factor").asDouble();
    }
    double mscale = node.path("mscale").asDouble(0);
    double all = node.path("mscale_all_dim").asDouble(0);
    if (mscale != 0 && all != 0) {
      return mscale(factor, mscale) / mscale(factor, all);
    }
    return mscale(factor, 1);
  }

  private static double mscale(double factor, double weight) {
    return factor <= 1 ? 1 : 0.1 * weight * Math.log(factor) + 1;
  }

  private static double original(ModelConfig config, JsonNode node, double longest) {
    return node.path("original_max_position_embeddings")
        .asDouble(config.number("original_max_position_embeddings", longest));
  }

  private static double required(ModelConfig config, String key, JsonNode node, String name) {
    if (!node.path(name).isNumber()) {
      throw new AssayException(config.file() + ": " + key + " lacks the number " + name);
    }
    return node.get(name).asDouble();
  }

  /**
   * The length above which the angles depend on the longest sequence of a call, so that longer
   * sequences may only share a batch with sequences of their own length; {@link Integer#MAX_VALUE}
   * when they never do.
   */
  public int lengthLimit() {
    return kind.equals("dynamic")
        ? parameters.getOrDefault("max_position_embeddings", 0.0).intValue()
        : Integer.MAX_VALUE;
  }
}
