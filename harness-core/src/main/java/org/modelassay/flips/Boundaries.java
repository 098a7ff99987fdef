package org.modelassay.flips;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a tokenizer does where texts begin and join, item by item.
 *
 * @param acrossJoin items of which some choice joined to the question changes the question's tokens
 * @param bosInText items whose text begins with the text of the beginning-of-sequence token. It is
 *     text like any other: where the tokenizer puts the token in front, the model reads it twice,
 *     once as a token and once spelt out
 */
record Boundaries(BitSet acrossJoin, BitSet bosInText) {
  /** Nothing happens anywhere. */
  static final Boundaries NONE = new Boundaries(new BitSet(), new BitSet());

  /** The same of some of the items. */
  Boundaries of(int[] members) {
    return new Boundaries(of(acrossJoin, members), of(bosInText, members));
  }

  /** Those of several parts, one after the other. */
  static Boundaries joined(List<ModelSide> parts) {
    var all = new Boundaries(new BitSet(), new BitSet());
    int items = 0;
    for (ModelSide part : parts) {
      int before = items;
      part.boundaries().acrossJoin.stream().forEach(i -> all.acrossJoin.set(before + i));
      part.boundaries().bosInText.stream().forEach(i -> all.bosInText.set(before + i));
      items += part.answers().items().size();
    }
    return all;
  }

  private static BitSet of(BitSet all, int[] members) {
    var some = new BitSet();
    IntStream.range(0, members.length).filter(i -> all.get(members[i])).forEach(some::set);
    return some;
  }
}
