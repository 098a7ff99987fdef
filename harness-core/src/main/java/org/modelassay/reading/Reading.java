package org.modelassay.reading;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One reading: what is read, how, and where it is kept.
 *
 * @param key its folder in the store
 * @param passes how the set is read
 * @param names name on disk of each probe that is wanted
 * @param counted what it cost so far
 * @param waiting what waits for it, for progress
 */
record Reading(
    String key,
    LocalModel model,
    SequenceSet set,
    Passes passes,
    Map<Probe, String> names,
    ReadingStatistics counted,
    String waiting) {

  Set<Probe> probes() {
    return names.keySet();
  }

  String name(Probe probe) {
    return Objects.requireNonNull(names.get(probe));
  }
}
