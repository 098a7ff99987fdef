package org.modelassay.model.family;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/** Mamba 2 (state space duality), Mamba-Codestral: no attention, no MLP. */
class Mamba2Family implements Family {
  @Override
  public Set<String> modelTypes() {
    return Set.of("mamba2");
  }

  @Override
  public DecoderShape shape(ModelConfig config) {
    int layers = config.size("num_hidden_layers", 64);
    double epsilon = config.number("layer_norm_epsilon", 1e-5);
    double[] limits = StateSpaces.limits(config, "time_step_limit");
    StateSpaces.Duality sizes = sizes(config);
    // Of the first values alone, or of how the reference computes: its chunks change no value.
    for (String key :
        List.of(
            "chunk_size",
            "time_step_rank",
            "time_step_min",
            "time_step_max",
            "time_step_floor",
            "time_step_scale",
            "time_step_init_scheme",
            "rescale_prenorm_residual",
            "intermediate_size")) {
      config.node(key);
    }
    // Codestral's configuration says true; its gate stands before the norm nevertheless.
    config.node("norm_before_gate");
    if (!config.truth("rms_norm", true)) {
      throw config.unsupported("rms_norm", "true");
    }
    return DecoderShape.builder()
        .sizes(config.size("vocab_size", 32_768), sizes.hidden(), layers)
        .norm("rms", epsilon)
        .activation(Activations.of(config, "hidden_act", "silu"))
        .mixers(Collections.nCopies(layers, "duality"))
        .mixersAlone(true)
        .residualInFloat(config.truth("residual_in_fp32", true))
        .stateSpace(sizes.groups(), epsilon, limits[0], limits[1])
        .tied(config.truth("tie_word_embeddings", false))
        .build();
  }

  private static StateSpaces.Duality sizes(ModelConfig config) {
    int hidden = config.size("hidden_size", 4096);
    int inner = config.size("expand", 2) * hidden;
    int heads = config.size("num_heads", 128);
    int width = config.size("head_dim", 64);
    if (heads * width != inner) {
      throw new AssayException(
          config.file()
              + ": "
              + heads
              + " heads of head_dim "
              + width
              + " are not the "
              + inner
              + " channels of expand times hidden_size");
    }
    return new StateSpaces.Duality(
            hidden,
            inner,
            heads,
            config.size("n_groups", 8),
            config.size("state_size", 128),
            config.size("conv_kernel", 4),
            config.truth("use_bias", false),
            config.truth("use_conv_bias", true))
        .checked(config);
  }

  @Override
  public List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored) {
    int hidden = shape.hidden();
    var weights = new WeightList(stored);
    weights.plain("embed", MambaFamily.embeddings(weights), shape.vocabulary(), hidden);
    for (int i = 0; i < shape.layers(); i++) {
      String from = "backbone.layers." + i + ".";
      weights.plain(i + ".attention_norm", from + "norm", hidden);
      StateSpaces.duality(weights, i + ".", from + "mixer.", sizes(config));
    }
    weights.plain("norm", "backbone.norm_f", hidden);
    return weights.head("lm_head", shape).list();
  }

  @Override
  public boolean ignorable(String source) {
    return source.equals("lm_head.weight");
  }
}
