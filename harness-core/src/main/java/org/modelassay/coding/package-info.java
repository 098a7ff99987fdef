/**
 * How well a model codes text: log-likelihood, perplexity, bits per byte, LMCR by a real arithmetic
 * coder, divergence of tokens. Knows neither torch nor the other measures.
 */
@NullMarked
package org.modelassay.coding;

import org.jspecify.annotations.NullMarked;
