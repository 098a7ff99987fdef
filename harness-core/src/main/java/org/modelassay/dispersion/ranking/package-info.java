/**
 * Whether dispersion ranks data by how hard it is for a model. Pure computations on states that
 * were read elsewhere: knows neither models nor readings nor torch.
 */
@NullMarked
package org.modelassay.dispersion.ranking;

import org.jspecify.annotations.NullMarked;
