package org.modelassay.reading;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import org.modelassay.Sha256;

/**
 * The sequences of one data set for one tokenizer, in a fixed order: what is read is decided by
 * this alone, so equal sets are one reading whatever asked for them.
 *
 * <p>Scored targets are numbered through the whole set, sequence by sequence: columns of readings
 * are in that order.
 */
public final class SequenceSet {
  private final String name;
  private final List<TokenSequence> sequences;
  private final Kind kind;
  private final int[] offsets;
  private final String digest;

  /**
   * Creates a set whose sequences are read whole: states of every position can be asked for.
   *
   * @param name what a person calls it, such as the corpus file; no part of its identity
   * @param sequences at least one, with ids that differ
   */
  public SequenceSet(String name, List<TokenSequence> sequences) {
    this(name, sequences, Kind.WHOLE);
  }

  /** How much of the sequences is read. Their numbers are part of digests. */
  private enum Kind {
    TARGETS,
    WHOLE,
    APART
  }

  /**
   * Creates a set whose sequences are read whole and each in a row of its own, however much they
   * share: what is reduced over all positions of a sequence can be asked for.
   *
   * @param name what a person calls it; no part of its identity
   * @param sequences at least one, with ids that differ
   */
  public static SequenceSet apart(String name, List<TokenSequence> sequences) {
    return new SequenceSet(name, sequences, Kind.APART);
  }

  /**
   * Creates a set of which only scored targets can be asked for, so that a token that nothing
   * follows is never read: the options of choice items.
   *
   * @param name what a person calls it; no part of its identity
   * @param sequences at least one, with ids that differ; each scores at least one token
   */
  public static SequenceSet ofTargets(String name, List<TokenSequence> sequences) {
    for (TokenSequence sequence : sequences) {
      if (sequence.scored() == 0) {
        throw new IllegalArgumentException(name + ": " + sequence + " scores nothing");
      }
    }
    return new SequenceSet(name, sequences, Kind.TARGETS);
  }

  private SequenceSet(String name, List<TokenSequence> sequences, Kind kind) {
    this.name = name;
    this.sequences = List.copyOf(sequences);
    this.kind = kind;
    if (this.sequences.isEmpty()) {
      throw new IllegalArgumentException(name + " has no sequence");
    }
    offsets = new int[this.sequences.size() + 1];
    var ids = new HashSet<String>();
    MessageDigest sha = Sha256.digest();
    sha.update((byte) kind.ordinal());
    for (int i = 0; i < this.sequences.size(); i++) {
      TokenSequence sequence = this.sequences.get(i);
      if (!ids.add(sequence.id())) {
        throw new IllegalArgumentException(name + " has two sequences " + sequence.id());
      }
      offsets[i + 1] = Math.addExact(offsets[i], sequence.scored());
      byte[] id = sequence.id().getBytes(StandardCharsets.UTF_8);
      var bytes = ByteBuffer.allocate(16 + id.length + 4 * sequence.length());
      bytes.putInt(id.length).put(id).putInt(sequence.prefix()).putInt(sequence.firstScored());
      bytes.putInt(sequence.length());
      for (int token : sequence.tokens()) {
        bytes.putInt(token);
      }
      sha.update(bytes.array());
    }
    digest = Sha256.hex(sha);
  }

  /** What a person calls it. */
  public String name() {
    return name;
  }

  /** Whether the last token of a sequence is read too, and states of all positions are there. */
  public boolean whole() {
    return kind != Kind.TARGETS;
  }

  /** Whether each sequence is read in a row of its own. */
  public boolean apart() {
    return kind == Kind.APART;
  }

  /** The sequences in order. */
  public List<TokenSequence> sequences() {
    return sequences;
  }

  /**
   * Number of the first scored target of a sequence; with {@code sequences().size()}, the number of
   * all.
   */
  public int offset(int sequence) {
    return offsets[sequence];
  }

  /** Number of scored targets of all sequences. */
  public int scored() {
    return offsets[sequences.size()];
  }

  /** Number of tokens of all sequences, shared ones counted each time. */
  public long tokens() {
    return sequences.stream().mapToLong(TokenSequence::length).sum();
  }

  /** Hex SHA-256 of ids, tokens and positions: the identity of the set. */
  public String digest() {
    return digest;
  }
}
