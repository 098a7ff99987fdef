package org.modelassay.reading;

import java.util.List;

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
   * Of each sequence and layer: the mean pairwise cosine distance of its states, and its last
   * state.
   *
   * @param layers numbers as the user gives them: 0 is the embedding, L the last layer after the
   *     final norm, negative counts from the end (-1 = L)
   */
  record Spread(List<Integer> layers) implements Probe {
    /** Copies the list. */
    public Spread {
      layers = List.copyOf(layers);
    }

    @Override
    public String key() {
      return "spread-1" + layers.toString().replace(" ", "");
    }
  }
}
