package org.modelassay.gate;

/**
 * A named quantity that a measure yields.
 *
 * @param name dotted and stable: the measure, then the quantity, such as {@code choices.flipRate}
 * @param unit the unit of the value, such as {@code share}, {@code bits/byte}, {@code nats}, {@code
 *     tokens}
 * @param direction which way is better
 * @param pair whether it compares the candidate with the baseline (true) or describes one model
 *     alone
 * @param version raised when the definition changes, so that figures of different definitions are
 *     never compared
 * @param meaning one line: formula and source, for people
 */
public record Metric(
    String name, String unit, Direction direction, boolean pair, int version, String meaning) {}
