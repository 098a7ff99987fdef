package org.modelassay.coding.equalinfo.analysis;

import java.util.List;

/**
 * What a tokenisation makes of the texts of {@link Variants}.
 *
 * @param name the tokenisation
 * @param sequences the tokens of each text, in the texts' order
 */
public record Tokenised(String name, List<int[]> sequences) {
  /** Copies the list. */
  public Tokenised {
    sequences = List.copyOf(sequences);
  }
}
