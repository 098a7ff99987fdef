/**
 * Weights on disk: which tensors the files of a checkpoint hold, where they lie, and how the values
 * of a weight follow from them. Headers only; nothing is allocated on the word of a header before
 * it is checked against the size of the file. Knows no configuration, no family and no torch.
 */
@NullMarked
package org.modelassay.model.checkpoint;

import org.jspecify.annotations.NullMarked;
