package org.modelassay.model.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * A family of encoders: from its configuration to the shape, and the names that its checkpoints
 * give to the weights. All have the same layers; whether there are token types or relative
 * positions is whether their weight is there.
 */
interface EncoderFamily {
  /** The {@code model_type} values it reads. */
  Set<String> modelTypes();

  /** The shape. Throws for a setting that changes the mathematics and is not implemented. */
  EncoderShape shape(ModelConfig config);

  /** What begins the names of the encoder when it was saved with a head, such as {@code bert.}. */
  String prefix();

  /** The names of a layer's parts. */
  LayerNames names();

  /** Weights beside the layers, the embeddings of words and positions and their norm. */
  List<Weight> others(ModelConfig config, EncoderShape shape, String root);

  /**
   * Every weight that must be there.
   *
   * @param root {@link #prefix} or nothing, as the checkpoint has it
   * @param stored names of the tensors that the checkpoint holds
   */
  default List<Weight> weights(
      ModelConfig config, EncoderShape shape, String root, Set<String> stored) {
    LayerNames names = names();
    long hidden = shape.hidden();
    long middle = shape.middle();
    var weights = new ArrayList<Weight>();
    String embeddings = root + "embeddings.";
    weights.add(
        Weight.plain("embed", embeddings + "word_embeddings.weight", shape.vocabulary(), hidden));
    weights.add(
        Weight.plain(
            "positions", embeddings + "position_embeddings.weight", shape.positions(), hidden));
    addNorm(weights, "embed_norm", embeddings + "LayerNorm", hidden, stored);
    weights.addAll(others(config, shape, root));
    for (int i = 0; i < shape.layers(); i++) {
      String to = i + ".";
      String from = root + names.layers() + i + ".";
      addLinear(weights, to + "q", from + names.q(), hidden, hidden);
      addLinear(weights, to + "k", from + names.k(), hidden, hidden);
      addLinear(weights, to + "v", from + names.v(), hidden, hidden);
      addLinear(weights, to + "o", from + names.o(), hidden, hidden);
      addNorm(weights, to + "attention_norm", from + names.attentionNorm(), hidden, stored);
      addLinear(weights, to + "up", from + names.up(), middle, hidden);
      addLinear(weights, to + "down", from + names.down(), hidden, middle);
      addNorm(weights, to + "mlp_norm", from + names.mlpNorm(), hidden, stored);
    }
    return weights;
  }

  private static void addLinear(
      List<Weight> weights, String name, String source, long rows, long columns) {
    weights.add(Weight.matrix(name, source + ".weight", rows, columns));
    weights.add(Weight.plain(name + ".bias", source + ".bias", rows));
  }

  private static void addNorm(
      List<Weight> weights, String name, String source, long width, Set<String> stored) {
    // The oldest checkpoints, made by conversion from TensorFlow, name them as TensorFlow did.
    boolean old = stored.contains(source + ".gamma");
    weights.add(Weight.plain(name, source + (old ? ".gamma" : ".weight"), width));
    weights.add(Weight.plain(name + ".bias", source + (old ? ".beta" : ".bias"), width));
  }

  /**
   * Names of the linear maps and norms of a layer; each has a weight and a bias.
   *
   * @param layers begins the names of all layers; the layer's number follows
   * @param q queries
   * @param k keys
   * @param v values
   * @param o output of attention
   * @param attentionNorm norm behind attention
   * @param up first matrix of the MLP
   * @param down second matrix of the MLP
   * @param mlpNorm norm behind the MLP
   */
  record LayerNames(
      String layers,
      String q,
      String k,
      String v,
      String o,
      String attentionNorm,
      String up,
      String down,
      String mlpNorm) {}
}
