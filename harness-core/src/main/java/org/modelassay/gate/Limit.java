package org.modelassay.gate;

/**
 * What must hold of one metric.
 *
 * @param metric name of the metric, such as {@code choices.flipRate}
 * @param bound which side is bounded
 * @param value the limit in the metric's unit
 * @param by what is asked of the figure
 * @param candidate name of the one candidate it is for, empty for all; a limit that names a
 *     candidate replaces the general one of the same metric and bound for it
 * @param declared as the user wrote it, such as {@code @MaxFlipRate(0.02)}, for messages
 */
public record Limit(
    String metric, Bound bound, double value, Decision by, String candidate, String declared) {}
