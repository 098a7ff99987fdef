package org.modelassay.torch;

import org.modelassay.model.Weight;

/** Turns a weight into another of the same shape while a model is loaded. */
@FunctionalInterface
public interface WeightTreatment {
  /** Leaves every weight as it is. */
  WeightTreatment NONE = (weight, tensor, operations) -> tensor;

  /**
   * Treats one weight.
   *
   * @param weight which it is
   * @param tensor its values; the receiver owns it and closes it when it returns another
   * @param operations what can be done to it
   */
  Tensor apply(Weight weight, Tensor tensor, Operations operations);

  /** Operations on weights, in float32, as {@code weights.py} has them. */
  interface Operations {
    /**
     * Rounds each group of consecutive inputs of each row to 2^bits levels and back.
     *
     * @param matrix [out, in]
     * @param group divides the inputs
     */
    Tensor quantize(Tensor matrix, int bits, int group, boolean symmetric);

    /**
     * Sets the {@code count} entries of smallest magnitude to 0; of equals those that come first,
     * row by row.
     */
    Tensor prune(Tensor matrix, long count);
  }
}
