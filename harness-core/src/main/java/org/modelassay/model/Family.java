package org.modelassay.model;

import java.util.List;
import java.util.Set;

/**
 * A family of models: from its configuration to the decoder's shape and its weights' names. One
 * page each; new program text is needed only for a new kind of block.
 */
interface Family {
  /** The {@code model_type} values it reads. */
  Set<String> modelTypes();

  /** The shape. Throws for a setting that changes the mathematics and is not implemented. */
  DecoderShape shape(ModelConfig config);

  /** Every weight that must be there. */
  List<Weight> weights(ModelConfig config, DecoderShape shape);

  /**
   * Whether a tensor of the checkpoint that is none of the weights has no effect, such as a saved
   * buffer.
   */
  boolean ignorable(String source);
}
