package org.modelassay.reading;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a reading cost in this run. */
public final class ReadingStatistics {
  private final String key;
  private final String model;
  private final SequenceSet set;
  private final Passes passes;
  private final TreeSet<String> probes = new TreeSet<>();
  private long tokensComputed;
  private long nanos;

  ReadingStatistics(String key, String model, SequenceSet set, Passes passes) {
    this.key = key;
    this.model = model;
    this.set = set;
    this.passes = passes;
  }

  void asked(Set<Probe> wanted) {
    wanted.forEach(probe -> probes.add(probe.key()));
  }

  void computed(long tokens, long time) {
    tokensComputed += tokens;
    nanos += time;
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

  /** Number of passes that the whole set is. */
  public int passes() {
    return passes.passes().size();
  }

  /** Number of nodes of the tree that its sequences' prefixes form. */
  public int nodes() {
    return passes.tree().nodes();
  }

  /** Tokens that are read, of all tokens of its sequences. */
  public long tokensRead() {
    return passes.tokensRead();
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

  /** How the set was cut into passes. */
  public String rule() {
    return passes.rule().toString();
  }
}
