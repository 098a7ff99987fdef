package org.modelassay.flips;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.modelassay.Sha256;
import org.modelassay.data.ChoiceItem;

/**
 * In which order the items of a task are read: the critical ones first, then the others, all at
 * once or in blocks. Drawn by nothing but a seed and the items' ids, so that neither their order
 * nor their number in the file says anything about it.
 */
final class ReadingOrder {
  /** Items of a block, after each of which a run may stop. */
  static final int BLOCK = 64;

  /** Of what is drawn. */
  static final long SEED = 20240712;

  /**
   * Items that are read together.
   *
   * @param members their places in the task
   * @param critical whether they are the critical ones
   */
  record Block(int[] members, boolean critical) {}

  private final List<Block> blocks = new ArrayList<>();
  private final int[] drawn;

  /**
   * Orders items.
   *
   * @param inBlocks whether a run may stop between the others
   */
  ReadingOrder(List<ChoiceItem> items, boolean inBlocks) {
    int[] critical = places(items, i -> items.get(i).critical());
    int[] others = places(items, i -> !items.get(i).critical());
    if (critical.length > 0) {
      blocks.add(new Block(critical, true));
    }
    drawn = drawn(items, others.length > 0 ? others : critical);
    if (!inBlocks && others.length > 0) {
      blocks.add(new Block(others, false));
    }
    for (int from = 0; inBlocks && from < others.length; from += BLOCK) {
      int to = Math.min(others.length, from + BLOCK);
      blocks.add(new Block(IntStream.range(from, to).map(i -> drawn[i]).toArray(), false));
    }
  }

  private static int[] places(List<ChoiceItem> items, IntPredicate which) {
    return IntStream.range(0, items.size()).filter(which).toArray();
  }

  private static int[] drawn(List<ChoiceItem> items, int[] places) {
    String[] keys = new String[items.size()];
    for (int place : places) {
      keys[place] = Sha256.hex(SEED + " " + items.get(place).id());
    }
    return IntStream.of(places)
        .boxed()
        .sorted(Comparator.comparing(place -> keys[place]))
        .mapToInt(place -> place)
        .toArray();
  }

  List<Block> blocks() {
    return blocks;
  }

  /** The first items drawn, the critical ones only where there are no others. */
  int[] sample(int size) {
    return IntStream.of(drawn).limit(size).sorted().toArray();
  }
}
