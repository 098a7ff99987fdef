/**
 * Metrics, figures, limits, verdicts and accepted figures: what must hold, and whether it does.
 * Knows no model.
 */
@NullMarked
package org.modelassay.gate;

import org.jspecify.annotations.NullMarked;
