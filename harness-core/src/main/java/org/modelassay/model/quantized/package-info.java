/**
 * Quantised checkpoints in Hugging Face layout, one page for each {@code quant_method}: a function
 * from the stored parts of a matrix (codes, scales, zeros) to the matrix, as a computation over
 * them. No page reads a tensor's values, but for the few bytes that say how the others are to be
 * read; no family knows of it.
 */
@NullMarked
package org.modelassay.model.quantized;

import org.jspecify.annotations.NullMarked;
