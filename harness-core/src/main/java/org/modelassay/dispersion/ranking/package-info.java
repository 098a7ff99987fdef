/**
 * Whether dispersion ranks data by how hard it is for a model: the check, and the mixing
 * experiment. {@link org.modelassay.dispersion.ranking.SliceRanking} and {@link
 * org.modelassay.dispersion.ranking.Mixing} are pure computations on states. Knows no torch and no
 * measure but that of dispersion.
 */
@NullMarked
package org.modelassay.dispersion.ranking;

import org.jspecify.annotations.NullMarked;
