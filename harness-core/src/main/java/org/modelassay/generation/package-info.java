/** Decoding with state: greedy generation and step-by-step prediction. Knows no measure. */
@NullMarked
package org.modelassay.generation;

import org.jspecify.annotations.NullMarked;
