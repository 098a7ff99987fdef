package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * Mamba 1 (selective state spaces): no attention, no MLP. Falcon Mamba norms what decides the step.
 */
class MambaFamily implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("mamba", "falcon_mamba");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int layers = config.size("num_hidden_layers", 32);
    // Of the first values alone, of how the reference computes, or names of the original code for
    // what other keys say.
    for (String key :
        List.of(
            "time_step_min",
            "time_step_max",
            "time_step_floor",
            "time_step_scale",
            "time_step_init_scheme",
            "rescale_prenorm_residual",
            "use_mambapy",
            "use_associative_scan",
            "use_falcon_mambapy",
            "fused_add_norm",
            "n_layer",
            "d_model",
            "d_inner",
            "ssm_cfg",
            "pad_vocab_size_multiple")) {
      config.node(key);
    }
    if (!config.truth("rms_norm", true)) {
      throw config.unsupported("rms_norm", "true");
    }
    boolean normed = config.text("model_type", "").equals("falcon_mamba");
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 50_280), sizes(config).hidden(), layers)
        .norm("rms", config.number("layer_norm_epsilon", 1e-5))
        .activation(Activations.of(config, "hidden_act", "silu"))
        .mixers(Collections.nCopies(layers, "selective"))
        .mixersAlone(true)
        .stateSpace(
            1, normed ? config.number("mixer_rms_eps", 1e-6) : 0, 0, Double.POSITIVE_INFINITY)
        .residualInFloat(config.truth("residual_in_fp32", true))
        .tied(config.truth("tie_word_embeddings", true))
        .build();
  }

  private static StateSpaces.Selective sizes(ModelConfig config) {
    int hidden = config.size("hidden_size", 768);
    return new StateSpaces.Selective(
        hidden,
        config.size("intermediate_size", config.size("expand", 2) * hidden),
        config.size("state_size", 16),
        StateSpaces.rank(config, "time_step_rank", hidden),
        config.size("conv_kernel", 4),
        config.truth("use_bias", false),
        config.truth("use_conv_bias", true));
  }

  /** The embedding of Mamba 1 and 2: the original code has another name for it. */
  static String embeddings(WeightList weights) {
    return weights.stored("backbone.embedding.weight")
        ? "backbone.embedding"
        : "backbone.embeddings";
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    var weights = new WeightList(stored);
    weights.plain("embed", embeddings(weights), shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String from = "backbone.layers." + i + ".";
      weights.plain(i + ".attention_norm", from + "norm", hidden);
      StateSpaces.selective(weights, i + ".", from + "mixer.", sizes(config));
    }
    weights.plain("norm", "backbone.norm_f", hidden);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.equals("lm_head.weight");
  }
}
