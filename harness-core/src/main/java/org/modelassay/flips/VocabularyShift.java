package org.modelassay.flips;

import java.util.Arrays;
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
 * @param sameTop per item whether both have the same most likely token
 */
record VocabularyShift(double[] fromBaseline, double[] toBaseline, boolean[] sameTop) {
  /** Takes them from readings of one sequence set, which has a sequence per choice. */
  static VocabularyShift of(List<ChoiceItem> items, ScoredReading subject, ScoredReading baseline) {
    int n = items.size();
    var shift = new VocabularyShift(new double[n], new double[n], new boolean[n]);
    int sequence = 0;
    for (int i = 0; i < n; i++) {
      int target = subject.sequences().offset(sequence);
      shift.fromBaseline[i] = subject.divergenceFromBaseline()[target];
      shift.toBaseline[i] = subject.divergenceToBaseline()[target];
      shift.sameTop[i] = subject.topTokens()[target] == baseline.topTokens()[target];
      sequence += items.get(i).choices().size();
    }
    return shift;
  }

  /** The same of some of the items. */
  VocabularyShift of(int[] members) {
    boolean[] same = new boolean[members.length];
    for (int i = 0; i < same.length; i++) {
      same[i] = sameTop[members[i]];
    }
    return new VocabularyShift(of(fromBaseline, members), of(toBaseline, members), same);
  }

  private static double[] of(double[] all, int[] members) {
    return Arrays.stream(members).mapToDouble(i -> all[i]).toArray();
  }
}
