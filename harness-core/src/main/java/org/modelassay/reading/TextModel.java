package org.modelassay.reading;

import java.util.SortedSet;
import org.modelassay.model.DecodingCost;
import org.modelassay.model.Tokenizer;

/** What a measure may know of a model when it plans its sequences: the text side, no weights. */
public interface TextModel {
  /** The model as the user names it, for messages. */
  String name();

  /** Its tokenizer. */
  Tokenizer tokenizer();

  /** The longest input the model was made for, in tokens. */
  int contextLength();

  /** Number of rows of the output matrix. */
  int vocabularySize();

  /**
   * Tokens that end a generated text, from generation_config.json, config.json and the tokenizer.
   */
  SortedSet<Integer> endTokens();

  /** Number of layers, L. */
  int layers();

  /** Whether its layers have an MLP, or experts, behind what mixes positions. */
  boolean hasMlps();

  /** What it computes for one token. */
  DecodingCost cost();
}
