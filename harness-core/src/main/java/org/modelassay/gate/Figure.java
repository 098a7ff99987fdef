package org.modelassay.gate;

import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;

/**
 * One measured value.
 *
 * @param metric what was measured
 * @param value the value in the metric's unit; may be NaN, which never passes a limit
 * @param interval two-sided 95 % interval, or null where none is claimed
 * @param n sample size
 * @param sample what was counted in {@code n}, such as {@code items}, {@code documents}, {@code
 *     tokens}
 * @param baseline the baseline's own value of the metric, or null (metrics of a pair have none)
 */
public record Figure(
    Metric metric,
    double value,
    @Nullable Interval interval,
    long n,
    String sample,
    @Nullable Double baseline) {}
