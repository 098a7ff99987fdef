package org.modelassay.reading;

/**
 * A model read token by token, with its state. The same calls serve coding and decoding, so both
 * see the same bits.
 */
public interface StepModel {
  /** Forgets everything read. */
  void reset();

  /**
   * Reads one token.
   *
   * @return the distribution of the next token, valid until the next call
   */
  Frequencies next(int token);

  /** Number of token ids the model knows. */
  int vocabularySize();

  /**
   * The quantised distribution of the next token: each id has an integer frequency of at least 1.
   */
  interface Frequencies {
    /** Sum of all frequencies. */
    long total();

    /** Sum of the frequencies of all smaller ids. */
    long low(int token);

    /** Frequency of an id. */
    long frequency(int token);

    /** The id whose interval [low, low + frequency) holds the value. */
    int find(long value);
  }
}
