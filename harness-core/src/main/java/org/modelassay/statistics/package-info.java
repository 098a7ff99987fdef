/**
 * Intervals, paired tests, correlation, cosine. Pure functions on numbers; imports nothing of ours.
 */
@NullMarked
package org.modelassay.statistics;

import org.jspecify.annotations.NullMarked;
