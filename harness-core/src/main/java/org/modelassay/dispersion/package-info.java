/**
 * How widely representations spread: mean pairwise cosine distance within and across segments.
 * Knows neither torch nor the other measures.
 */
@NullMarked
package org.modelassay.dispersion;

import org.jspecify.annotations.NullMarked;
