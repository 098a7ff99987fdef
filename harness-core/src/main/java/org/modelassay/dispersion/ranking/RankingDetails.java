package org.modelassay.dispersion.ranking;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.statistics.Interval;

/**
 * What a person drills down to in a ranking.
 *
 * @param state the hidden state, such as {@code 12.attention}
 * @param items number of items read
 * @param inNoSlice how many of them no slice holds
 * @param slices by dispersion, the lowest first; at most 500
 * @param slicesLeftOut slices beyond those
 * @param tooSmall names of slices that are not ranked for they have too few items; at most 500
 * @param tail items of the lowest slices, for a person to read
 * @param spearman correlation of dispersion and mean label; null without labels
 * @param pValue of it being above 0; null likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RankingDetails(
    String state,
    int items,
    int inNoSlice,
    List<Slice> slices,
    int slicesLeftOut,
    List<String> tooSmall,
    List<Tail> tail,
    @Nullable Double spearman,
    @Nullable Double pValue) {
  /** Copies the lists. */
  public RankingDetails {
    slices = List.copyOf(slices);
    tooSmall = List.copyOf(tooSmall);
    tail = List.copyOf(tail);
  }

  /**
   * A slice.
   *
   * @param name its tag or document, or the number of its cluster
   * @param items how many it has
   * @param dispersion mean pairwise cosine distance of their states
   * @param interval its interval, by a jackknife over items
   * @param baselineDispersion the baseline's of the slice of that name; null without one, and of
   *     clusters, which every model has of its own
   * @param meanLabel mean of its items' labels; null without labels
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Slice(
      String name,
      int items,
      double dispersion,
      Interval interval,
      @Nullable Double baselineDispersion,
      @Nullable Double meanLabel) {}

  /**
   * The items of a slice that are nearest to its mean direction.
   *
   * @param slice its name
   * @param items at most 10, the nearest first
   */
  public record Tail(String slice, List<Item> items) {
    /** Copies the list. */
    public Tail {
      items = List.copyOf(items);
    }
  }

  /**
   * An item.
   *
   * @param id its document, and where a segment begins there, in tokens
   * @param text how it begins
   * @param label null where it has none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Item(String id, String text, @Nullable Double label) {}
}
