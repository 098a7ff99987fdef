package org.modelassay.flips;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.modelassay.data.ChoiceItem;

/** Results of a choices check, made without a model. */
public final class SampleChoices {
  private SampleChoices() {}

  /** Items of two choices, the first one right; all are flipped to the second one. */
  public static ChoicesResult flipped(String... wrongChoices) {
    List<ChoiceItem> items = new ArrayList<>();
    double[][] baseline = new double[wrongChoices.length][];
    double[][] candidate = new double[wrongChoices.length][];
    for (int i = 0; i < wrongChoices.length; i++) {
      items.add(
          new ChoiceItem(
              "item" + i, "question", List.of("Java", wrongChoices[i]), 0, List.of(), i == 0));
      baseline[i] = new double[] {-1, -2};
      candidate[i] = new double[] {-2, -1};
    }
    return new ChoicesResult(items, side(items, candidate), side(items, baseline), null, List.of());
  }

  private static ModelSide side(List<ChoiceItem> items, double[][] logLikelihoods) {
    return new ModelSide(
        new ModelAnswers(items, logLikelihoods), new Boundaries(new BitSet(), new BitSet()));
  }
}
