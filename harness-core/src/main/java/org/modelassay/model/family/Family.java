package org.modelassay.model.family;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Weight;

/**
 * A family of models: from its configuration to the decoder's shape and its weights' names. One
 * page each; new program text is needed only for a new kind of block.
 */
public interface Family {
  /** The {@code model_type} values it reads. */
  Set<String> modelTypes();

  /** What the reference's configuration class has where a key is absent and that is not plain. */
  default Map<String, Object> defaults() {
    return Map.of();
  }

  /**
   * The shape. Throws for a setting that changes the mathematics and is not implemented; keys that
   * it does not look at are refused by the caller.
   */
  DecoderShape shape(ModelConfig config);

  /**
   * Every weight that must be there.
   *
   * @param stored names of the tensors that the checkpoint holds, for families that are published
   *     under several names
   */
  List<Weight> weights(ModelConfig config, DecoderShape shape, Set<String> stored);

  /**
   * Whether a tensor of the checkpoint that is none of the weights has no effect, such as a saved
   * buffer.
   */
  boolean ignorable(String source);

  /** The same where the configuration decides it. */
  default boolean ignorable(ModelConfig config, String source) {
    return ignorable(source);
  }
}
