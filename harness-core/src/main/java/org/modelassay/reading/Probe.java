package org.modelassay.reading;

import java.util.List;
import org.modelassay.Sha256;
import org.modelassay.model.HiddenState;

/**
 * One thing that can be taken from a forward pass; a reading takes the union of what all checks
 * ask.
 */
public sealed interface Probe {
  /** Names the probe on disk; equal keys mean equal bytes. */
  String key();

  /** Log-likelihood of each scored target (nats) and the most likely token there. */
  record Targets() implements Probe {
    @Override
    public String key() {
      return "targets-1";
    }
  }

  /** The integer interval of each scored target, by which an arithmetic coder codes it. */
  record Intervals() implements Probe {
    @Override
    public String key() {
      return "intervals-1";
    }
  }

  /** The final hidden state at each position where models are compared, kept until the run ends. */
  record FinalStates() implements Probe {
    @Override
    public String key() {
      return "final-states-1";
    }
  }

  /**
   * KL divergence between baseline and candidate over the vocabulary at each scored position, both
   * ways (nats). Of a set that is read for its targets alone, at each sequence's first.
   */
  record Divergence() implements Probe {
    @Override
    public String key() {
      return "divergence-1";
    }
  }

  /**
   * Jensen-Shannon divergence (nats) and total variation between baseline and candidate over the
   * vocabulary, at the same positions.
   */
  record Distances() implements Probe {
    @Override
    public String key() {
      return "distances-1";
    }
  }

  /** Whether it compares with a baseline, by its final states. */
  default boolean compares() {
    return this instanceof Divergence || this instanceof Distances;
  }

  /**
   * Hidden states reduced by sequence: see {@link ScoredReading.LayerSpread}. Of sets that are read
   * apart.
   *
   * @param states which ones, each once
   * @param centred whether the set's mean state is subtracted from each
   */
  record Spread(List<HiddenState> states, boolean centred) implements Probe {
    /** Copies the list. */
    public Spread {
      states = List.copyOf(states);
    }

    /** A name of files, so it does not grow with the list. */
    @Override
    public String key() {
      return "spread-3-" + Sha256.hex(states + " " + centred).substring(0, 16);
    }
  }

  /**
   * A hidden state at each place that predicts a scored target: the keys of kNN-LM. Of sets that
   * are read apart.
   */
  record Keys(HiddenState state) implements Probe {
    @Override
    public String key() {
      return "keys-1-" + state;
    }
  }

  /** Whether it wants hidden states of single sequences, and nothing of the output matrix. */
  default boolean ofStates() {
    return this instanceof Spread || this instanceof Keys;
  }
}
