package org.modelassay.model;

/** Where in a block of a decoder a hidden state is taken. */
public enum Sublayer {
  /**
   * What the block hands on: of the last block after the final norm, as transformers lists {@code
   * hidden_states}.
   */
  BLOCK(""),
  /** The residual stream after what attention gave was added. */
  ATTENTION(".attention"),
  /**
   * What the MLP reads, after its norm: the key of kNN-LM (Khandelwal et al. 2020, arXiv
   * 1911.00172, section 5).
   */
  MLP_INPUT(".mlpInput"),
  /**
   * The residual stream after what the MLP gave was added: another state than {@link #BLOCK} in the
   * last block alone, where it is the one before the final norm.
   */
  MLP(".mlp");

  private final String suffix;

  Sublayer(String suffix) {
    this.suffix = suffix;
  }

  /** What stands behind a layer's number to name it, such as {@code .attention}; may be empty. */
  public String suffix() {
    return suffix;
  }
}
