package org.modelassay.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What the decoder program has to know of a model: sizes, and the choices in which families differ.
 * A family's page makes it from the configuration; what it does not say is as in Llama.
 */
public final class DecoderShape {
  private final int vocabulary;
  private final int hidden;
  private final int layers;
  private final int context;
  private final boolean tied;
  private final int output;
  private final List<Rope> ropes;
  private final OptionalDouble logitScale;
  private final OptionalDouble logitCap;
  private final Map<String, Object> attributes;

  private DecoderShape(Builder builder) {
    this.vocabulary = builder.vocabulary;
    this.hidden = builder.hidden;
    this.layers = builder.layers;
    this.context = builder.context;
    this.tied = builder.tied;
    this.output = builder.output > 0 ? builder.output : builder.hidden;
    this.ropes = builder.ropes;
    this.logitScale = builder.logitScale;
    this.logitCap = builder.logitCap;
    this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.attributes));
  }

  /** Begins a shape with the choices of Llama. */
  public static Builder builder() {
    return new Builder();
  }

  /** Rows of the embedding and of the output matrix, V. */
  public int vocabulary() {
    return vocabulary;
  }

  /** Width of the residual stream, H. */
  public int hidden() {
    return hidden;
  }

  /** Width of the final state that the head reads: H, unless it is projected. */
  public int output() {
    return output;
  }

  /** Width of the states that enter a layer, or of the final ones (L). */
  public int width(int layer) {
    return layer == layers ? output : hidden;
  }

  /** Number of layers, L. */
  public int layers() {
    return layers;
  }

  /** Width of a hidden state. */
  public int width(HiddenState state) {
    return state.sublayer() == Sublayer.BLOCK ? width(state.layer()) : hidden;
  }

  /** Whether the layers have an MLP, or experts, behind what mixes positions. */
  public boolean hasMlps() {
    return !Boolean.TRUE.equals(attributes.get("mixers_alone"));
  }

  /** The longest input the model was made for. */
  public int context() {
    return context;
  }

  /** Whether the output matrix is the embedding. */
  public boolean tied() {
    return tied;
  }

  /**
   * The length above which a sequence's angles depend on how long it is, so that a longer one can
   * share no prefix with others; {@link Integer#MAX_VALUE} when they never do.
   */
  public int lengthLimit() {
    return ropes.stream().mapToInt(Rope::lengthLimit).min().orElse(Integer.MAX_VALUE);
  }

  /** Whether the angles of a layer change there, see {@link Rope#anglesChangeAt}. */
  public boolean anglesChangeAt(int length) {
    return ropes.stream().anyMatch(rope -> rope.anglesChangeAt(length));
  }

  /**
   * The different rotary positions of its layers; attribute {@code rope_of} says which has which.
   */
  public List<Rope> ropes() {
    return ropes;
  }

  /** Whether some layer carries a state from position to position in place of attention. */
  public boolean recurrent() {
    return ((List<?>) attributes.getOrDefault("mixers", List.of()))
        .stream().anyMatch(m -> !m.equals("attention") && !m.equals("latent"));
  }

  /** What logits are multiplied by. */
  public OptionalDouble logitScale() {
    return logitScale;
  }

  /** What logits are capped at: cap tanh(logit / cap). */
  public OptionalDouble logitCap() {
    return logitCap;
  }

  /**
   * The attributes of the program, by its names: Boolean, Integer, Double, String, {@code
   * List<Integer>}, {@code List<Double>} and {@code List<String>}.
   */
  public Map<String, Object> attributes() {
    return attributes;
  }

  /** A whole number among the attributes, such as {@code heads}. */
  public int number(String attribute) {
    Object value = attributes.get(attribute);
    if (value instanceof Integer number) {
      return number;
    }
    throw new IllegalStateException(attribute + " is " + value + ", no whole number");
  }

  /** A text among the attributes. */
  public String text(String attribute) {
    return String.valueOf(attributes.get(attribute));
  }

  /** Collects a shape. Each method says one thing in which families differ. */
  public static final class Builder {
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private int vocabulary;
    private int hidden;
    private int layers;
    private int context = Integer.MAX_VALUE;
    private boolean tied;
    private int output;
    private List<Rope> ropes = List.of();
    private OptionalDouble logitScale = OptionalDouble.empty();
    private OptionalDouble logitCap = OptionalDouble.empty();

    private Builder() {
      norm("rms", 1e-6);
      activation("silu");
      heads(1, 1, 1);
      queryLayout("rows");
      queryKeyNorm("none");
      queryKeyClip(0);
      attentionCap(0);
      rotatesPairs(false);
      rotaryType("model");
      alibi(List.of(), false, 1);
      preNorm(true);
      postNorm(false);
      parallel(false);
      residualOfNorm(false);
      normAfterResidual(false);
      residualScale(1);
      embeddingScale(1);
      embeddingMultiplier(1);
      learnedPositions(-1);
      finalNorm(true);
      mixersAlone(false);
      residualInFloat(false);
      stateSpace(1, 0, 0, Double.POSITIVE_INFINITY);
      sharedBlocks(List.of(), "silu");
      router("softmax", 1, true);
      routerGroups(1, 1);
      routerScale(1);
      gateLimit(0, 1);
    }

    /** Rows of the embedding V, width of the residual stream H, number of layers L. */
    public Builder sizes(int rows, int width, int count) {
      vocabulary = rows;
      hidden = width;
      layers = count;
      return this;
    }

    /** The longest input the model was made for. */
    public Builder context(int longest) {
      context = longest;
      return this;
    }

    /** Width of the final state that the head reads, where it is not H. */
    public Builder output(int width) {
      output = width;
      return this;
    }

    /** Whether the output matrix is the embedding. */
    public Builder tied(boolean is) {
      tied = is;
      return this;
    }

    /**
     * All norms of the residual stream.
     *
     * @param kind {@code rms} (cast before the weight multiplies), {@code rms_float} (cast after),
     *     {@code rms_plus_one} (times 1 + weight, cast after), {@code layer}, {@code layer_float}
     *     (weight multiplies in float32), {@code layer_plus_one}; weight and bias where they are
     *     stored
     */
    public Builder norm(String kind, double epsilon) {
      return with("norm_kind", kind).with("norm_eps", epsilon);
    }

    /** Of the MLP: {@code silu}, {@code gelu}, {@code gelu_tanh}, {@code relu}, {@code relu2}. */
    public Builder activation(String name) {
      return with("activation", name);
    }

    /** Query heads N, key-value heads G (divides N), width of a head D. */
    public Builder heads(int queries, int keys, int width) {
      return with("heads", queries).with("kv_heads", keys).with("head_dim", width);
    }

    /** What scores are multiplied by, in place of 1 / sqrt(D). */
    public Builder attentionScale(double scale) {
      return attentionScales(Collections.nCopies(layers, scale));
    }

    /** The same by layer. */
    public Builder attentionScales(List<Double> byLayer) {
      return with("attention_scales", byLayer);
    }

    /** What scores are capped at, 0 for no cap. */
    public Builder attentionCap(double cap) {
      return with("attention_cap", cap);
    }

    /**
     * How the rows of a fused query-key-value matrix lie: {@code rows} (all queries, then keys,
     * then values), {@code heads} (q, k, v of a head together, [N, 3, D]), {@code groups} (the
     * queries of a key-value head, its key, its value, [G, N / G + 2, D]).
     */
    public Builder queryLayout(String layout) {
      return with("query_layout", layout);
    }

    /**
     * Norms {@code q_norm} and {@code k_norm} before the rotation: {@code none}, {@code heads}
     * (each head, by the kind of norm of the model; a weight of [D], or of [N, D]), {@code whole}
     * (all heads at once).
     */
    public Builder queryKeyNorm(String over) {
      return with("qk_norm", over);
    }

    /** Queries, keys and values are clipped to +- this after their norms, 0 for no clipping. */
    public Builder queryKeyClip(double bound) {
      return with("qkv_clip", bound);
    }

    /** Rotary positions of each layer, null for none; as many as layers. */
    public Builder ropes(List<@Nullable Rope> byLayer) {
      var different = new ArrayList<Rope>();
      var indices = new ArrayList<Integer>();
      for (Rope rope : byLayer) {
        if (rope != null && !different.contains(rope)) {
          different.add(rope);
        }
        indices.add(rope == null ? -1 : different.indexOf(rope));
      }
      ropes = List.copyOf(different);
      return with("rope_of", indices);
    }

    /** The same rotary positions in every layer. */
    public Builder rope(Rope rope) {
      return ropes(Collections.nCopies(layers, rope));
    }

    /** Whether neighbouring components rotate, in place of halves. */
    public Builder rotatesPairs(boolean pairs) {
      return with("rotates_pairs", pairs);
    }

    /**
     * What type rotation computes in: {@code model} (cos and sin are cast to the model's type, as
     * are the products), {@code float} (float32), {@code rounded} (float32, with cos and sin
     * rounded to the model's type).
     */
    public Builder rotaryType(String type) {
      return with("rotary_type", type);
    }

    /**
     * ALiBi (arXiv 2108.12409): scores grow by slope times position of the key.
     *
     * @param slopes of each query head, empty for none
     * @param rounded whether slope, position and product are rounded to bfloat16
     * @param scale what the product is multiplied by
     */
    public Builder alibi(List<Double> slopes, boolean rounded, double scale) {
      return with("alibi", slopes).with("alibi_rounded", rounded).with("alibi_scale", scale);
    }

    /** Per layer, how many keys a position sees, itself included; 0 = all. */
    public Builder windows(List<Integer> byLayer) {
      return with("windows", byLayer);
    }

    /**
     * Per layer, what mixes positions: {@code attention}, {@code latent} (keys and values from one
     * narrow vector), {@code selective} (Mamba 1), {@code duality} (Mamba 2), {@code
     * short_convolution} (LFM2), {@code gated_recurrence} (Griffin).
     */
    public Builder mixers(List<String> byLayer) {
      return with("mixers", byLayer);
    }

    /** Whether the layers have no MLP. */
    public Builder mixersAlone(boolean are) {
      return with("mixers_alone", are);
    }

    /** Whether what is added up along the layers is kept in float32 whatever the weights are. */
    public Builder residualInFloat(boolean is) {
      return with("residual_float", is);
    }

    /**
     * Of Mamba 2: groups of heads that share what enters and leaves their states, epsilon of the
     * gated norm, least and greatest time step. Of Mamba 1: the epsilon of norms without weights of
     * dt, b and c, 0 for none.
     */
    public Builder stateSpace(int groups, double epsilon, double least, double most) {
      return with("state_groups", groups)
          .with("state_norm_eps", epsilon)
          .with("step_least", least)
          .with("step_most", most);
    }

    /**
     * Of Zamba 2: per layer the number of the shared block of attention and MLP that it uses, -1
     * for none; an empty list where no layer does.
     */
    public Builder sharedBlocks(List<Integer> byLayer, String activation) {
      return with("shared", byLayer).with("shared_activation", activation);
    }

    /** Whether a norm stands before attention and MLP. */
    public Builder preNorm(boolean is) {
      return with("pre_norm", is);
    }

    /** Whether what attention and MLP give is normed before it is added. */
    public Builder postNorm(boolean is) {
      return with("post_norm", is);
    }

    /**
     * Whether attention and MLP both read the layer's input: through one norm, or through two where
     * {@code mlp_norm} is stored.
     */
    public Builder parallel(boolean is) {
      return with("parallel", is);
    }

    /** Whether what attention and MLP give is added to what they read, after the norm. */
    public Builder residualOfNorm(boolean is) {
      return with("residual_of_norm", is);
    }

    /** Whether the norms stand after the additions and none before. */
    public Builder normAfterResidual(boolean is) {
      return with("norm_after_residual", is);
    }

    /** What each branch is multiplied by before it is added. */
    public Builder residualScale(double scale) {
      return with("residual_scale", scale);
    }

    /** What embeddings are multiplied by, rounded to the type of the weights. */
    public Builder embeddingScale(double scale) {
      return with("embedding_scale", scale);
    }

    /** What embeddings are multiplied by, as it is. */
    public Builder embeddingMultiplier(double multiplier) {
      return with("embedding_multiplier", multiplier);
    }

    /** Row of the position matrix of the first position; -1 for no learned positions. */
    public Builder learnedPositions(int offset) {
      return with("position_offset", offset);
    }

    /** Whether a norm follows the last layer. */
    public Builder finalNorm(boolean is) {
      return with("final_norm", is);
    }

    /**
     * How layers that have a {@code router} send a position to its experts.
     *
     * @param kind {@code softmax} or {@code sigmoid} (of all experts, plus {@code
     *     router_correction} where it is stored, the best are taken), {@code chosen} (soft-max over
     *     the best alone)
     * @param count experts of a position
     * @param normalised whether the shares of those are made to sum to 1
     */
    public Builder router(String kind, int count, boolean normalised) {
      return with("router_kind", kind)
          .with("router_count", count)
          .with("router_normalised", normalised);
    }

    /**
     * Experts lie in groups, and only those of the best groups can be chosen. A group is as good as
     * its best expert, with sigmoid scores as the sum of its best two.
     */
    public Builder routerGroups(int groups, int kept) {
      return with("router_groups", groups).with("router_kept_groups", kept);
    }

    /** What the shares of the experts are multiplied by. */
    public Builder routerScale(double scale) {
      return with("router_scale", scale);
    }

    /**
     * The clamped gate of experts, (up + 1) gate sigmoid(slope gate), with gate at most {@code
     * limit} and up within +- it, whose rows lie in turn in {@code gate_up}; 0 for none.
     */
    public Builder gateLimit(double limit, double slope) {
      return with("gate_limit", limit).with("gate_slope", slope);
    }

    /** Width of a head's values where it is not that of its keys. */
    public Builder valueWidth(int width) {
      return with("value_dim", width);
    }

    /** What logits are multiplied by. */
    public Builder logitScale(double scale) {
      logitScale = OptionalDouble.of(scale);
      return this;
    }

    /** What logits are capped at. */
    public Builder logitCap(double cap) {
      logitCap = OptionalDouble.of(cap);
      return this;
    }

    /** An attribute of a block of few families, by the program's name. */
    public Builder with(String attribute, Object value) {
      attributes.put(attribute, value instanceof List<?> list ? List.copyOf(list) : value);
      return this;
    }

    /** The shape. */
    public DecoderShape build() {
      attributes.putIfAbsent("value_dim", attributes.getOrDefault("head_dim", 1));
      attributes.putIfAbsent("windows", Collections.nCopies(layers, 0));
      attributes.putIfAbsent("mixers", Collections.nCopies(layers, "attention"));
      if (!attributes.containsKey("rope_of")) {
        ropes(Collections.nCopies(layers, null));
      }
      if (!attributes.containsKey("attention_scales")) {
        attentionScale(1 / Math.sqrt((double) (Integer) attributes.getOrDefault("head_dim", 1)));
      }
      with("layer_count", layers);
      return new DecoderShape(this);
    }
  }
}
