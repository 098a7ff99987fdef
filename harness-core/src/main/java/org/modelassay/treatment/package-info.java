/** Weights into weights, in seconds, at load: quantise, prune. */
@NullMarked
package org.modelassay.treatment;

import org.jspecify.annotations.NullMarked;
