/**
 * Decoding with state: generation and step-by-step prediction; and embeddings of sentences, by
 * which generated texts can be compared. Knows no measure.
 */
@NullMarked
package org.modelassay.generation;

import org.jspecify.annotations.NullMarked;
