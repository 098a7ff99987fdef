package org.modelassay.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.modelassay.AssayException;

/**
 * Rotary positions.
 *
 * @param kind {@code default}, {@code linear}, {@code dynamic}, {@code llama3} or {@code yarn}
 * @param theta base of the angles
 * @param dimensions leading components of a head that rotate
 * @param parameters what the kind needs, by the names of the configuration
 * @param shortFactors of {@code longrope}: what each angle is divided by in short inputs
 * @param longFactors of {@code longrope}: the same in inputs longer than {@code
 *     original_max_position_embeddings}
 */
public record Rope(
    String kind,
    double theta,
    int dimensions,
    Map<String, Double> parameters,
    List<Double> shortFactors,
    List<Double> longFactors) {
  private static final Set<String> KEYS =
      Set.of(
          "rope_theta",
          "rope_type",
          "type",
          "factor",
          "low_freq_factor",
          "high_freq_factor",
          "original_max_position_embeddings",
          "max_position_embeddings",
          "beta_fast",
          "beta_slow",
          "mscale",
          "mscale_all_dim",
          "attention_factor",
          "truncate",
          "short_factor",
          "long_factor",
          "mrope_section",
          "mrope_interleaved",
          "partial_rotary_factor");
  private static final String SUPPORTED = "default, linear, dynamic, llama3, yarn, longrope";

  /** Copies the collections. */
  public Rope {
    parameters = Map.copyOf(parameters);
    shortFactors = List.copyOf(shortFactors);
    longFactors = List.copyOf(longFactors);
  }

  /**
   * Reads {@code rope_parameters} (transformers 5) or {@code rope_theta} and {@code rope_scaling}
   * (published checkpoints), for a model with one kind of layer.
   *
   * @param headDimension components of a head; {@code partial_rotary_factor} of them rotate
   * @param defaultTheta where the configuration gives no base
   */
  public static Rope of(ModelConfig config, int headDimension, double defaultTheta) {
    return of(config, headDimension, defaultTheta, 1);
  }

  /**
   * The same for a family in which part of each head rotates.
   *
   * @param defaultShare where the configuration gives no {@code partial_rotary_factor}
   */
  public static Rope of(
      ModelConfig config, int headDimension, double defaultTheta, double defaultShare) {
    double theta = config.number("rope_theta", defaultTheta);
    double share = config.number("partial_rotary_factor", defaultShare);
    String key = config.node("rope_scaling").isEmpty() ? "rope_parameters" : "rope_scaling";
    config.ignore("rope_parameters");
    return of(config, key, config.node(key), headDimension, theta, share);
  }

  /**
   * Reads the rotary positions of one kind of layer, for a model whose kinds have their own: an
   * entry of {@code rope_parameters}; in published checkpoints {@code rope_scaling} is that of
   * {@code full_attention}, and all others are plain.
   *
   * @param theta base where the entry gives none
   */
  public static Rope ofLayers(
      ModelConfig config, String layerType, int headDimension, double theta) {
    JsonNode all = config.node("rope_parameters");
    JsonNode scaling = config.node("rope_scaling");
    if (all.has("rope_theta") || all.has("rope_type")) {
      throw config.unsupported("rope_parameters", "an entry for each of layer_types");
    }
    double share = config.number("partial_rotary_factor", 1);
    boolean scales = layerType.equals("full_attention") && !scaling.isEmpty();
    return scales
        ? of(config, "rope_scaling", scaling, headDimension, theta, share)
        : of(config, "rope_parameters", all.path(layerType), headDimension, theta, share);
  }

  /**
   * Reads the rotary positions of one kind of layer.
   *
   * @param key where the node stands, for messages
   * @param node {@code rope_parameters}, {@code rope_scaling}, or an entry of them; may be missing
   * @param theta base where the node gives none
   * @param share of a head that rotates, where the node gives none
   */
  public static Rope of(
      ModelConfig config,
      String key,
      JsonNode node,
      int headDimension,
      double theta,
      double share) {
    double base = node.path("rope_theta").asDouble(theta);
    String kind = node.path("rope_type").asText(node.path("type").asText("default"));
    double longest = config.size("max_position_embeddings", 2048);
    // Stands at the top in some files, for kinds that do not read it too.
    config.ignore("original_max_position_embeddings");
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!KEYS.contains(entry.getKey()) && !ModelConfig.isOff(entry.getValue())) {
        throw unsupported(
            config,
            key + " has " + entry.getKey() + " = " + entry.getValue(),
            String.join(", ", new TreeSet<>(KEYS)));
      }
    }
    var p = new TreeMap<String, Double>();
    List<Double> shortFactors = List.of();
    List<Double> longFactors = List.of();
    int dimensions = (int) (headDimension * node.path("partial_rotary_factor").asDouble(share));
    switch (kind) {
      case "default", "mrope" -> {
        // The three axes of multimodal positions are one in text.
      }
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
        // 0 means the default there.
        p.put(
            "beta_fast",
            ModelConfig.isOff(node.path("beta_fast")) ? 32 : node.get("beta_fast").asDouble());
        p.put(
            "beta_slow",
            ModelConfig.isOff(node.path("beta_slow")) ? 1 : node.get("beta_slow").asDouble());
        p.put("truncate", node.path("truncate").asBoolean(true) ? 1.0 : 0.0);
        p.put("attention_factor", attentionFactor(node, factor));
      }
      case "longrope", "su" -> {
        // "su" is its name in the first published Phi-3.
        kind = "longrope";
        double original = original(config, node, longest);
        double factor = node.path("factor").asDouble(longest / original);
        p.put("original_max_position_embeddings", original);
        p.put(
            "attention_factor",
            node.path("attention_factor")
                .asDouble(factor <= 1 ? 1 : Math.sqrt(1 + Math.log(factor) / Math.log(original))));
        int pairs = (dimensions + 1) / 2;
        shortFactors = factors(config, key, node, "short_factor", pairs);
        longFactors = factors(config, key, node, "long_factor", pairs);
      }
      default -> throw unsupported(config, key + " is of type '" + kind + "'", SUPPORTED);
    }
    return new Rope(kind, base, dimensions, p, shortFactors, longFactors);
  }

  private static UnsupportedModelException unsupported(
      ModelConfig config, String what, String supported) {
    return new UnsupportedModelException(
        config.file() + ": " + what + ", which is not implemented; supported: " + supported);
  }

  private static List<Double> factors(
      ModelConfig config, String key, JsonNode node, String name, int count) {
    var factors = new ArrayList<Double>();
    for (JsonNode factor : node.path(name)) {
      factors.add(factor.asDouble());
    }
    if (factors.size() != count || factors.stream().anyMatch(f -> !(f > 0))) {
      throw new AssayException(
          config.file()
              + ": "
              + key
              + ": "
              + name
              + " has "
              + factors.size()
              + " numbers, expected "
              + count
              + " positive ones, one for each pair of components that rotates");
    }
    return factors;
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
    String key = "original_max_position_embeddings";
    return config.number(key, node.path(key).asDouble(longest));
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
    return switch (kind) {
      case "dynamic" -> parameters.getOrDefault("max_position_embeddings", 0.0).intValue();
      case "longrope" ->
          parameters.getOrDefault("original_max_position_embeddings", 0.0).intValue();
      default -> Integer.MAX_VALUE;
    };
  }

  /**
   * Whether the angles of a sequence of this length are others than those of one that is a token
   * shorter: keys that were kept from reading that one do not belong to this one.
   */
  public boolean anglesChangeAt(int length) {
    return switch (kind) {
      case "dynamic" -> length > lengthLimit();
      case "longrope" -> length == lengthLimit() + 1;
      default -> false;
    };
  }
}
