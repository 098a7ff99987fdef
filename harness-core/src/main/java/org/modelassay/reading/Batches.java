package org.modelassay.reading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the sequences of a set are read: ordered by length, then id, packed to a fixed number of
 * tokens. Decided by the set and the model alone, so that a figure never depends on which other
 * checks run; a segment is what is written to disk at once.
 *
 * @param segments per segment, its batches; each batch holds numbers of sequences
 */
record Batches(List<List<int[]>> segments) {
  /** Tokens of a batch, padding included; a longer sequence is a batch of its own. */
  static final int BATCH_TOKENS = 4096;

  /** Tokens after which a segment is complete: what a killed run loses at most. */
  static final int SEGMENT_TOKENS = 8 * BATCH_TOKENS;

  /** Names the rule; part of a reading's key. */
  static final String RULE =
      "length, id; " + BATCH_TOKENS + " tokens; segments of " + SEGMENT_TOKENS;

  /**
   * Packs a set.
   *
   * @param lengthLimit sequences longer than this share a batch only with those of their own length
   */
  static Batches of(SequenceSet set, int lengthLimit) {
    List<TokenSequence> sequences = set.sequences();
    var order = new ArrayList<Integer>();
    for (int i = 0; i < sequences.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.<Integer>comparingInt(i -> sequences.get(i).length())
            .thenComparing(i -> sequences.get(i).id()));
    var segments = new ArrayList<List<int[]>>();
    var segment = new ArrayList<int[]>();
    var batch = new ArrayList<Integer>();
    long segmentTokens = 0;
    for (int i = 0; i < order.size(); i++) {
      batch.add(order.get(i));
      int length = sequences.get(order.get(i)).length();
      boolean last = i + 1 == order.size();
      int next = last ? 0 : sequences.get(order.get(i + 1)).length();
      boolean full = (long) next * (batch.size() + 1) > BATCH_TOKENS;
      boolean apart = next > lengthLimit && next != length;
      if (last || full || apart) {
        segment.add(batch.stream().mapToInt(n -> n).toArray());
        segmentTokens += (long) length * batch.size();
        batch.clear();
        if (last || segmentTokens >= SEGMENT_TOKENS) {
          segments.add(List.copyOf(segment));
          segment.clear();
          segmentTokens = 0;
        }
      }
    }
    return new Batches(List.copyOf(segments));
  }

  int count() {
    return segments.stream().mapToInt(List::size).sum();
  }
}
