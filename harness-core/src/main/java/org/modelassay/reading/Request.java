package org.modelassay.reading;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something that a measure wants of one model.
 *
 * @param <A> what answers it
 */
public sealed interface Request<A> permits Request.Scoring, Request.Generating, Request.Stepping {

  /**
   * Read the sequences once and take the probes.
   *
   * @param sequences what is read
   * @param probes what is taken
   * @param halved whether passes of half the size are wanted, which add up in another order: what
   *     then differs is noise
   */
  record Scoring(SequenceSet sequences, Set<Probe> probes, boolean halved)
      implements Request<ScoredReading> {
    /** Copies the set. */
    public Scoring {
      probes = Set.copyOf(probes);
    }

    /** By passes of the usual size. */
    public Scoring(SequenceSet sequences, Set<Probe> probes) {
      this(sequences, probes, false);
    }

    /** Whether both read the same sequences in the same way. */
    public boolean readsAs(Scoring other) {
      return halved == other.halved && sequences.digest().equals(other.sequences.digest());
    }
  }

  /**
   * Continue prompts.
   *
   * @param name what a person calls the prompts
   * @param prompts sequences of which nothing is scored
   * @param maxNewTokens at which length a continuation is cut
   * @param stopTokens ids that end a continuation; they are no part of it
   * @param stops texts that end a continuation, none empty; they are no part of it
   * @param sampling how each next token is chosen
   */
  record Generating(
      String name,
      List<TokenSequence> prompts,
      int maxNewTokens,
      SortedSet<Integer> stopTokens,
      List<String> stops,
      Sampling sampling)
      implements Request<Continuations> {
    /** Copies the collections. */
    public Generating {
      prompts = List.copyOf(prompts);
      stopTokens = new TreeSet<>(stopTokens);
      stops = List.copyOf(stops);
    }

    /** Greedy, ended by tokens alone. */
    public Generating(
        String name, List<TokenSequence> prompts, int maxNewTokens, SortedSet<Integer> stopTokens) {
      this(name, prompts, maxNewTokens, stopTokens, List.of(), Sampling.GREEDY);
    }
  }

  /**
   * Something that needs the model token by token, such as decoding a coded text.
   *
   * @param <A> a record that Jackson can write and read
   */
  non-sealed interface Stepping<A> extends Request<A> {
    /** What a person calls it. */
    String name();

    /** How often it asks the model for a next token, as a rule. */
    long steps();

    /** Names procedure, version and input: equal keys mean equal answers. */
    String key();

    /** The type of the answer. */
    Class<A> type();

    /** Runs it. */
    A run(StepModel model);
  }
}
