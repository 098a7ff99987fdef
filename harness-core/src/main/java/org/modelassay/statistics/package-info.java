/**
 * Intervals, tests of hypotheses, what they need and how far they can be trusted: pure functions on
 * numbers, each with its formula and source. Distributions are those of Apache Commons Statistics.
 * Imports nothing of ours, and knows neither models nor limits nor verdicts; what is not a function
 * of numbers belongs elsewhere.
 */
@NullMarked
package org.modelassay.statistics;

import org.jspecify.annotations.NullMarked;
