package org.modelassay.flips;

import java.util.List;
import org.modelassay.data.ChoiceItem;
import org.modelassay.reading.ScoredReading;

/**
 * How far the two models' predictions of an answer's first token are apart, over the whole
 * vocabulary: at the place that predicts it, which all choices of an item share. Where a choice
 * changes the question's last tokens it has a place of its own; the first choice's is taken.
 *
 * @param fromBaseline per item KL(baseline || judged), nats
 * @param toBaseline per item KL(judged || baseline), nats
 * @param jensenShannon per item, nats
 * @param totalVariation per item, 0 to 1
 * @param sameTop per item whether both have the same most likely token
 */
record VocabularyShift(
    double[] fromBaseline,
    double[] toBaseline,
    double[] jensenShannon,
    double[] totalVariation,
    boolean[] sameTop) {

  private VocabularyShift(int items) {
    this(
        new double[items],
        new double[items],
        new double[items],
        new double[items],
        new boolean[items]);
  }

  /** Takes them from readings of one sequence set, which has a sequence per choice. */
  static VocabularyShift of(List<ChoiceItem> items, ScoredReading subject, ScoredReading baseline) {
    int n = items.size();
    var shift = new VocabularyShift(n);
    int sequence = 0;
    for (int i = 0; i < n; i++) {
      int target = subject.sequences().offset(sequence);
      shift.fromBaseline[i] = subject.divergenceFromBaseline()[target];
      shift.toBaseline[i] = subject.divergenceToBaseline()[target];
      shift.jensenShannon[i] = subject.jensenShannon()[target];
      shift.totalVariation[i] = subject.totalVariation()[target];
      shift.sameTop[i] = subject.topTokens()[target] == baseline.topTokens()[target];
      sequence += items.get(i).choices().size();
    }
    return shift;
  }

  /** The same of some of the items. */
  VocabularyShift of(int[] members) {
    var some = new VocabularyShift(members.length);
    for (int i = 0; i < members.length; i++) {
      some.set(i, this, members[i]);
    }
    return some;
  }

  /** Those of several parts, one after the other. */
  static VocabularyShift joined(List<VocabularyShift> parts) {
    var all = new VocabularyShift(parts.stream().mapToInt(part -> part.sameTop.length).sum());
    int at = 0;
    for (VocabularyShift part : parts) {
      for (int i = 0; i < part.sameTop.length; i++) {
        all.set(at++, part, i);
      }
    }
    return all;
  }

  private void set(int item, VocabularyShift from, int member) {
    fromBaseline[item] = from.fromBaseline[member];
    toBaseline[item] = from.toBaseline[member];
    jensenShannon[item] = from.jensenShannon[member];
    totalVariation[item] = from.totalVariation[member];
    sameTop[item] = from.sameTop[member];
  }
}
