package org.modelassay.measure;

import java.util.List;
import org.modelassay.model.tokenizer.TokenizerRules;
import org.modelassay.reading.TextModel;

/**
 * A rule by which text becomes what a model reads. Two models are compared under the same rules: a
 * difference between them would be taken for one between their weights. What else could differ,
 * data and their order, cannot: both models of a check read the same ones.
 */
public enum TextRule {
  /** How a text is cut into tokens. */
  TOKENIZER {
    @Override
    public String of(TextModel model) {
      return model.tokenizer().digest();
    }
  },
  /** Which tokens the tokenizer puts in front of a text by default. */
  BOS {
    @Override
    public String of(TextModel model) {
      List<String> before =
          model.tokenizer().rules().before().stream().map(TokenizerRules.Special::text).toList();
      return before.isEmpty() ? "none" : String.join("", before);
    }
  };

  /** The rule's value of a model; equal values are one rule. */
  public abstract String of(TextModel model);
}
