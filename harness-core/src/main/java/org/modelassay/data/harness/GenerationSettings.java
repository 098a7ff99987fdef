package org.modelassay.data.harness;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a {@code generate_until} task has a model write, and how it scores what it wrote.
 *
 * @param until texts that end an answer; {@code generation_kwargs.until}, or else the few-shot
 *     delimiter
 * @param maxTokens the longest answer in tokens; {@code max_gen_toks} or one of its other names, or
 *     else 256
 * @param sample whether tokens are drawn: {@code do_sample}, or else whether there is a temperature
 * @param temperature 0 unless drawn
 * @param topP 1 unless given
 * @param topK 0 for all, unless given
 * @param repeats answers per document
 * @param filters the entries of {@code filter_list} as {@code YAML} has them: String, BigInteger,
 *     Double, Boolean, null, List or Map of such; empty when the key is left out
 * @param metrics the entries of {@code metric_list} likewise
 */
public record GenerationSettings(
    List<String> until,
    int maxTokens,
    boolean sample,
    double temperature,
    double topP,
    int topK,
    int repeats,
    List<Map<String, @Nullable Object>> filters,
    List<Map<String, @Nullable Object>> metrics) {
  /** Copies the lists. */
  public GenerationSettings {
    until = List.copyOf(until);
    filters = List.copyOf(filters);
    metrics = List.copyOf(metrics);
  }
}
