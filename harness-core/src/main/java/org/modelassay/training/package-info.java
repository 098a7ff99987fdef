/**
 * Makes models learn: a loop, an objective, an optimiser; from a model directory to a model
 * directory, seeded, resumable, and never inside a test of a model. Tensors of {@code torch} may be
 * held here, DJL may not be seen. Nothing that measures or judges looks at this package.
 */
@NullMarked
package org.modelassay.training;

import org.jspecify.annotations.NullMarked;
