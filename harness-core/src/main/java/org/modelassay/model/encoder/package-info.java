/**
 * Encoders of sentences on disk, in the layout of sentence-transformers: the encoder's shape and
 * weights, a page for each family; how a text is prepared, how the states of its tokens are pooled,
 * and what follows. No tensor is touched.
 */
@NullMarked
package org.modelassay.model.encoder;

import org.jspecify.annotations.NullMarked;
