/**
 * How long outputs are against how good they stay: length, shortening, truncation, agreement, right
 * and flipped answers. Knows neither torch nor the other measures.
 */
@NullMarked
package org.modelassay.brevity;

import org.jspecify.annotations.NullMarked;
