package org.modelassay.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.reading.Passes.Row;
import org.modelassay.reading.Passes.Rule;

/** How sequences that begin alike become a tree, and the tree passes. */
class PassesTest {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  /** Tokens as letters: the last {@code scored} ones are targets. */
  private static TokenSequence sequence(String id, String tokens, int scored) {
    return new TokenSequence(id, tokens.chars().toArray(), 0, tokens.length() - scored);
  }

  @Test
  void whatBeginsAlikeIsReadOnceAndOptionsOfOneTokenAreNotReadAtAll() {
    // Two questions behind a header; A and B are options of one token, "yes" and "yet" of three.
    var set =
        SequenceSet.ofTargets(
            "letters",
            List.of(
                sequence("1/A", "header one A", 1),
                sequence("1/B", "header one B", 1),
                sequence("2/yes", "header two yes", 3),
                sequence("2/yet", "header two yet", 3)));

    var tree = new PrefixTree(set, NO_LIMIT);

    // "header " + "one " + "two " + "ye", of 12 + 12 + 14 + 14 tokens.
    assertThat(tree.places()).isEqualTo("header ".length() + 4 + 4 + 2);
    // The header, two questions with what begins their options.
    assertThat(tree.nodes()).isEqualTo(3);
    assertThat(tree.targets()).isEqualTo(2 + 4);
    assertThat(tree.compared()).isEqualTo(2);
    assertThat(tree.targetOf(set.offset(2))).isEqualTo(tree.targetOf(set.offset(3)));
    assertThat(tree.targetOf(set.offset(2) + 2)).isNotEqualTo(tree.targetOf(set.offset(3) + 2));
    for (int i = 0; i < set.sequences().size(); i++) {
      TokenSequence sequence = set.sequences().get(i);
      for (int p = sequence.firstScored(); p < sequence.length(); p++) {
        int target = tree.targetOf(set.offset(i) + p - sequence.firstScored());
        assertThat(tree.target(target)).isEqualTo(sequence.tokens()[p]);
        assertThat(text(tree, placeOf(tree, target)))
            .isEqualTo(new String(sequence.tokens(), 0, p));
      }
    }
  }

  private static int placeOf(PrefixTree tree, int target) {
    int place = 0;
    while (tree.firstTarget(place + 1) <= target) {
      place++;
    }
    return place;
  }

  private static String text(PrefixTree tree, int place) {
    var text = new StringBuilder();
    for (int p = place; p >= 0; p = tree.parent(p)) {
      text.append((char) tree.token(p));
    }
    return text.reverse().toString();
  }

  @Test
  void aSequenceBeyondTheLengthLimitSharesNothing() {
    var set =
        new SequenceSet("letters", List.of(sequence("a", "abcdef", 1), sequence("b", "abcdex", 1)));

    assertThat(new PrefixTree(set, 6).places()).isEqualTo(7);
    assertThat(new PrefixTree(set, 5).places()).isEqualTo(12);
    // Of options the last token is not read.
    var options = SequenceSet.ofTargets("letters", set.sequences());
    assertThat(new PrefixTree(options, 5).places()).isEqualTo(5);
  }

  private static SequenceSet random(long seed, boolean whole) {
    var random = new Random(seed);
    var texts = new HashSet<String>();
    while (texts.size() < 300) {
      // Few letters and a few heads: many sequences begin alike, some go on where others end.
      var text =
          new StringBuilder(List.of("", "q", "header", "a longer header: ").get(random.nextInt(4)));
      int more = 2 + random.nextInt(random.nextInt(10) == 0 ? 60 : 8);
      for (int i = 0; i < more; i++) {
        text.append((char) ('a' + random.nextInt(2)));
      }
      texts.add(text.toString());
    }
    var sequences = new ArrayList<TokenSequence>();
    for (String text : texts) {
      sequences.add(
          sequence(text, text, whole ? text.length() - 1 : 1 + random.nextInt(text.length() - 1)));
    }
    Collections.shuffle(sequences, random);
    return whole
        ? new SequenceSet("random", sequences)
        : SequenceSet.ofTargets("random", sequences);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyPlaceIsReadBehindItsWholePrefixAndOwnedOnce(boolean chains) {
    for (long seed = 0; seed < 20; seed++) {
      for (boolean whole : chains ? new boolean[] {true, false} : new boolean[] {false}) {
        var tree = new PrefixTree(random(seed, whole), NO_LIMIT);
        for (Rule rule : List.of(new Rule(64, 16, 3), new Rule(40, 40, 8), Rule.STANDARD)) {
          check(tree, new Passes(tree, chains, whole, rule), chains, rule);
        }
      }
    }
  }

  private static void check(PrefixTree tree, Passes passes, boolean chains, Rule rule) {
    int[] owned = new int[tree.places()];
    Set<Row> read = new HashSet<>();
    for (List<Row> pass : passes.passes()) {
      int longest = pass.stream().mapToInt(Row::length).max().orElseThrow();
      int tokens = pass.stream().mapToInt(Row::length).sum();
      assertThat(
              pass.size() == 1
                  || (tokens <= rule.tokens() && longest * pass.size() <= 2 * rule.tokens()))
          .isTrue();
      for (Row row : pass) {
        if (row.trunk() != null) {
          assertThat(read).contains(row.trunk());
        }
        int[] places = row.places();
        for (int i = 0; i < places.length; i++) {
          owned[places[i]] += i >= row.owned() ? 1 : 0;
          // What a place continues stands in front of it in the row, or ends the trunk.
          int parent = tree.parent(places[i]);
          int inFront =
              i == 0
                  ? row.trunk() == null ? -1 : row.trunk().lastPlace()
                  : chains ? places[i - 1] : parent;
          assertThat(parent).isEqualTo(inFront);
          if (i > 0) {
            assertThat(Arrays.binarySearch(places, 0, i, parent)).isNotNegative();
          }
        }
        assertThat(chains || row.length() <= rule.branching() || isChain(tree, row)).isTrue();
      }
      read.addAll(pass);
    }
    assertThat(owned).containsOnly(1);
    int segments = passes.segments().size();
    assertThat(passes.segments().get(0)[0]).isZero();
    assertThat(passes.segments().get(segments - 1)[1]).isEqualTo(passes.passes().size());
  }

  private static boolean isChain(PrefixTree tree, Row row) {
    return tree.position(row.lastPlace()) - tree.position(row.places()[0]) == row.length() - 1;
  }

  @Test
  void neitherOrderNorIdsMoveARow() {
    SequenceSet set = random(3, false);
    var other = new ArrayList<TokenSequence>();
    for (TokenSequence s : set.sequences()) {
      other.add(new TokenSequence("x" + s.id(), s.tokens(), s.prefix(), s.firstScored()));
    }
    Collections.shuffle(other, new Random(5));

    var one = new Passes(new PrefixTree(set, NO_LIMIT), false, false, new Rule(64, 16, 3));
    var two =
        new Passes(
            new PrefixTree(SequenceSet.ofTargets("other", other), NO_LIMIT),
            false,
            false,
            new Rule(64, 16, 3));

    assertThat(two.passes().stream().map(p -> p.stream().map(Row::places).toList()).toList())
        .usingRecursiveComparison()
        .isEqualTo(one.passes().stream().map(p -> p.stream().map(Row::places).toList()).toList());
  }
}
