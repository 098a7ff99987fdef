/**
 * Which answers a changed model changes: choice items, accuracy, flips, divergence of options.
 * Knows neither torch nor the other measures.
 */
@NullMarked
package org.modelassay.flips;

import org.jspecify.annotations.NullMarked;
