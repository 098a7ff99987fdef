package org.modelassay.dispersion.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.statistics.Correlation;
import org.modelassay.statistics.CosineDispersion;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.Jackknife;
import org.modelassay.statistics.Permutation;
import org.modelassay.statistics.Permutation.Alternative;

/**
 * Slices of a data set in the order of their dispersion, the lowest first: where the paper (arXiv
 * 2506.24106) looks for what is hard for a model. Slices may differ in size: a mean over pairs does
 * not depend on it in expectation, its interval does.
 *
 * @param slices those large enough, by dispersion, ties by name
 * @param leftOut names of those that are too small
 */
public record SliceRanking(List<Slice> slices, List<String> leftOut) {
  /** Arrangements are drawn by this seed where there are too many to look at all. */
  private static final long SEED = 42;

  /** Copies the lists. */
  public SliceRanking {
    slices = List.copyOf(slices);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * One slice.
   *
   * @param name of the tag, file or cluster
   * @param members its items' numbers, those nearest to its mean direction first, which a person
   *     should look at first
   * @param dispersion mean pairwise cosine distance of their states
   * @param interval its 95 % interval
   * @param meanLabel mean label of its items, such as the share that is right; null without labels
   */
  public record Slice(
      String name,
      List<Integer> members,
      double dispersion,
      Interval interval,
      @Nullable Double meanLabel) {
    /** Copies the list. */
    public Slice {
      members = List.copyOf(members);
    }
  }

  /**
   * Ranks slices.
   *
   * @param states [items][width] one state per item, none zero or not finite
   * @param members of each slice its items' numbers; an item may be in several slices
   * @param labels [items] a number per item that grows as the item gets easier; null for none
   * @param smallest items that a slice must have, at least 3: what the jackknife needs
   * @throws AssayException when fewer than two slices are large enough, or three with labels, or
   *     all have the same mean label
   */
  public static SliceRanking of(
      float[][] states, Map<String, int[]> members, double @Nullable [] labels, int smallest) {
    if (smallest < 3) {
      throw new IllegalArgumentException("slices of " + smallest + " items; expected 3 or more");
    }
    var slices = new ArrayList<Slice>();
    var leftOut = new ArrayList<String>();
    members.forEach(
        (name, items) -> {
          if (items.length < smallest) {
            leftOut.add(name);
          } else {
            slices.add(slice(name, states, items, labels));
          }
        });
    requireEnough(members, smallest, labels != null);
    Double first = slices.get(0).meanLabel();
    if (first != null && slices.stream().allMatch(slice -> first.equals(slice.meanLabel()))) {
      throw new AssayException(
          "every slice has the mean label "
              + first
              + ", which leaves no order to test; take other"
              + " slices or no labels");
    }
    slices.sort(Comparator.comparingDouble(Slice::dispersion).thenComparing(Slice::name));
    leftOut.sort(null);
    return new SliceRanking(slices, leftOut);
  }

  /**
   * Refuses what cannot be ranked.
   *
   * @param labelled whether the order is tested
   * @throws AssayException when too few slices are large enough
   */
  static void requireEnough(Map<String, int[]> members, int smallest, boolean labelled) {
    long enough = members.values().stream().filter(items -> items.length >= smallest).count();
    if (enough < (labelled ? 3 : 2)) {
      Map.Entry<String, int[]> largest =
          members.entrySet().stream()
              .max(Comparator.comparingInt(slice -> slice.getValue().length))
              .orElseThrow();
      throw new AssayException(
          "%d of %d slices have %d items or more (the largest, %s, has %d), and a ranking needs %s; take more items, other slices or a lower minimum"
              .formatted(
                  enough,
                  members.size(),
                  smallest,
                  largest.getKey(),
                  largest.getValue().length,
                  labelled ? "three to test labels" : "two"));
    }
  }

  /**
   * Spearman's correlation of dispersion and mean label over slices.
   *
   * @return NaN when all slices have the same dispersion
   * @throws IllegalStateException when there are no labels
   */
  public double spearman() {
    return Correlation.spearman(dispersions(), labels());
  }

  /**
   * The p value of it being above 0 by permutation of slices, exact of up to eight. Items that are
   * in several slices make these alike: it then errs more often than it says.
   */
  public double pValue() {
    return Permutation.spearman(dispersions(), labels(), Alternative.GREATER, SEED);
  }

  private double[] dispersions() {
    return slices.stream().mapToDouble(Slice::dispersion).toArray();
  }

  private double[] labels() {
    return slices.stream()
        .mapToDouble(
            slice -> {
              if (slice.meanLabel() == null) {
                throw new IllegalStateException("there are no labels");
              }
              return slice.meanLabel();
            })
        .toArray();
  }

  private static Slice slice(
      String name, float[][] states, int[] items, double @Nullable [] labels) {
    var own = Arrays.stream(items).mapToObj(i -> states[i]).toArray(float[][]::new);
    var cosines = new CosineDispersion(own);
    double[] without = cosines.leaveOneOut();
    // The more an item is like the others, the wider they are without it.
    List<Integer> nearest =
        IntStream.range(0, items.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -without[i]))
            .map(i -> items[i])
            .toList();
    return new Slice(
        name,
        nearest,
        cosines.mean(),
        Jackknife.interval(cosines.mean(), without),
        labels == null
            ? null
            : Arrays.stream(items).mapToDouble(i -> labels[i]).average().orElseThrow());
  }
}
