package org.modelassay.reading;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a reading cost in this run. */
public final class ReadingStatistics {
  private final String key;
  private final String model;
  private final SequenceSet set;
  private final int batches;
  private final TreeSet<String> probes = new TreeSet<>();
  private long tokensComputed;
  private long nanos;
  private int halved;

  ReadingStatistics(String key, String model, SequenceSet set, int batches) {
    this.key = key;
    this.model = model;
    this.set = set;
    this.batches = batches;
  }

  void asked(Set<Probe> wanted) {
    wanted.forEach(probe -> probes.add(probe.key()));
  }

  void computed(long tokens, long time) {
    tokensComputed += tokens;
    nanos += time;
  }

  void halved() {
    halved++;
  }

  /** Its folder in the store. */
  public String key() {
    return key;
  }

  /** The model's name. */
  public String model() {
    return model;
  }

  /** What was read. */
  public SequenceSet set() {
    return set;
  }

  /** Number of batches that the whole set is. */
  public int batches() {
    return batches;
  }

  /** What was taken. */
  public List<String> probes() {
    return List.copyOf(probes);
  }

  /** Tokens computed in this run; 0 when all came from the store. */
  public long tokensComputed() {
    return tokensComputed;
  }

  /** Seconds spent computing. */
  public double seconds() {
    return nanos / 1e9;
  }

  /** The batch rule, with what memory did to it. */
  public String rule() {
    return halved == 0
        ? Batches.RULE
        : Batches.RULE + "; " + halved + " batches halved for lack of memory";
  }
}
