package org.modelassay.reading;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a tree of prefixes is read: cut into rows, the rows ordered by length, then by what they
 * hold, and packed to a fixed number of tokens. Decided by set and model alone, so that a figure
 * never depends on which other checks run.
 *
 * <p>A small part of the tree is one row, read at once with each place seeing what it continues. Of
 * a large one the stretch that all share is a <b>trunk</b>: a row of its own whose keys and values
 * are kept while the rows behind it are read. A stretch too short to be worth it is read again at
 * the head of each row behind it.
 */
final class Passes {
  /**
   * Sizes that decide the cut; part of a reading's key.
   *
   * @param tokens of a pass, with padding at most twice as many; a longer row is a pass of its own
   * @param branching tokens of a row that branches: attention computes all its pairs
   * @param trunk tokens of the shortest trunk
   */
  record Rule(int tokens, int branching, int trunk) {
    /** What is used unless memory is short. */
    static final Rule STANDARD = new Rule(4096, 512, 8);

    /** Passes of half the tokens. */
    Rule halved() {
      return new Rule(tokens / 2, Math.min(branching, tokens / 2), trunk);
    }

    @Override
    public String toString() {
      return "prefix tree, rows of %d, trunks from %d; length, tokens; passes of %d"
          .formatted(branching, trunk, tokens);
    }
  }

  private final PrefixTree tree;
  private final Rule rule;
  private final List<List<Row>> passes = new ArrayList<>();
  private final List<int[]> segments = new ArrayList<>();
  private final Map<Row, Integer> passOf = new HashMap<>();
  private final Set<Row> trunks = new HashSet<>();

  /**
   * Part of the tree that is read as one row.
   *
   * @param trunk what it stands behind, or null
   * @param places in preorder
   * @param owned number of its first place that no other row in front of it reads too; what is
   *     taken there is taken from this row
   */
  record Row(@Nullable Row trunk, int[] places, int owned) {
    /** Number of tokens. */
    int length() {
      return places.length;
    }

    /** The last one in preorder. */
    int lastPlace() {
      return places[places.length - 1];
    }
  }

  /**
   * Plans the reading of a tree.
   *
   * @param tree the tree
   * @param chains whether each row must be a sequence: for models whose layers carry a state, and
   *     where states of whole sequences are asked for
   * @param whole whether every sequence must end where some row ends
   * @param rule its sizes
   */
  Passes(PrefixTree tree, boolean chains, boolean whole, Rule rule) {
    this.tree = tree;
    this.rule = rule;
    var behind = new HashMap<Row, List<Row>>();
    var first = new ArrayList<Row>();
    cut(chains, whole, first, behind);
    schedule(first, behind);
    trunks.addAll(behind.keySet());
    int from = 0;
    long read = 0;
    for (int p = 0; p < passes.size(); p++) {
      for (Row row : passes.get(p)) {
        passOf.put(row, p);
        read += row.length();
      }
      if (read >= segmentTokens() || p + 1 == passes.size()) {
        segments.add(new int[] {from, p + 1});
        from = p + 1;
        read = 0;
      }
    }
  }

  /** Tokens after which a segment is complete: what a killed run loses at most. */
  private long segmentTokens() {
    return 8L * rule.tokens;
  }

  /** Tokens of trunks whose keys and values are kept at once. */
  private long keptTokens() {
    return 2L * rule.tokens;
  }

  /**
   * A part of the tree still to be cut.
   *
   * @param head places in front of it that are read again with it
   * @param owned number of the first place of the head that this part owns
   * @param place its own first place
   */
  private record Part(@Nullable Row trunk, int[] head, int owned, int place) {}

  private void cut(boolean chains, boolean whole, List<Row> first, Map<Row, List<Row>> behind) {
    var parts = new ArrayDeque<Part>();
    for (int root = 0; root < tree.places(); root = tree.end(root)) {
      parts.add(new Part(null, new int[0], 0, root));
    }
    while (!parts.isEmpty()) {
      Part part = parts.remove();
      List<Row> rows =
          part.trunk == null
              ? first
              : behind.computeIfAbsent(part.trunk, trunk -> new ArrayList<>());
      int end = tree.end(part.place);
      int stop = part.place;
      while (!tree.ends(stop) && !tree.branches(stop)) {
        stop++;
      }
      if (whole) {
        endsInside(part, tree.ends(stop) ? stop : stop + 1, rows);
      }
      boolean small = !chains && part.head.length + end - part.place <= rule.branching;
      if (tree.ends(stop) || small) {
        rows.add(new Row(part.trunk, joined(part.head, part.place, end), part.owned));
        continue;
      }
      int[] stretch = joined(part.head, part.place, stop + 1);
      Row trunk = stretch.length < rule.trunk ? null : new Row(part.trunk, stretch, part.owned);
      if (trunk != null) {
        rows.add(trunk);
      }
      int owned = part.owned;
      for (int child = stop + 1; child < end; child = tree.end(child)) {
        parts.add(
            trunk == null
                ? new Part(part.trunk, stretch, owned, child)
                : new Part(trunk, new int[0], 0, child));
        // Only the first child's rows own what is in front of all.
        owned = stretch.length;
      }
    }
  }

  /** Rows for sequences that end before a stretch does: they own nothing. */
  private void endsInside(Part part, int until, List<Row> rows) {
    for (int place = part.place; place < until; place++) {
      if (tree.isLast(place)) {
        int[] places = joined(part.head, part.place, place + 1);
        rows.add(new Row(part.trunk, places, places.length));
      }
    }
  }

  private static int[] joined(int[] head, int from, int to) {
    return IntStream.concat(IntStream.of(head), IntStream.range(from, to)).toArray();
  }

  /**
   * Orders rows so that few trunks are kept at once: in waves, each with all that stands behind.
   */
  private void schedule(List<Row> rows, Map<Row, List<Row>> behind) {
    var wave = new ArrayList<Row>();
    long kept = 0;
    rows.sort(Comparator.comparingInt(Row::lastPlace).thenComparingInt(Row::length));
    for (Row row : rows) {
      long weight = weight(row, behind);
      if (weight > keptTokens()) {
        pack(List.of(row));
        schedule(Objects.requireNonNull(behind.get(row)), behind);
      } else {
        if (kept + weight > keptTokens()) {
          level(wave, behind);
          wave.clear();
          kept = 0;
        }
        kept += weight;
        wave.add(row);
      }
    }
    level(wave, behind);
  }

  private static long weight(Row row, Map<Row, List<Row>> behind) {
    List<Row> rows = behind.get(row);
    if (rows == null) {
      return 0;
    }
    long sum = row.length();
    for (Row each : rows) {
      sum += weight(each, behind);
    }
    return sum;
  }

  private void level(List<Row> wave, Map<Row, List<Row>> behind) {
    List<Row> rows = wave;
    while (!rows.isEmpty()) {
      pack(rows);
      rows = rows.stream().flatMap(row -> behind.getOrDefault(row, List.of()).stream()).toList();
    }
  }

  private void pack(List<Row> rows) {
    var pass = new ArrayList<Row>();
    long read = 0;
    for (Row row :
        rows.stream()
            .sorted(Comparator.comparingInt(Row::length).thenComparingInt(Row::lastPlace))
            .toList()) {
      read += row.length();
      // Padding costs attention alone.
      if (!pass.isEmpty()
          && (read > rule.tokens || 2L * rule.tokens < (long) row.length() * (pass.size() + 1))) {
        add(pass);
        pass.clear();
        read = row.length();
      }
      pass.add(row);
    }
    add(pass);
  }

  /** Rows of one trunk side by side, whatever its depth: preorder puts them so. */
  private void add(List<Row> pass) {
    passes.add(
        pass.stream()
            .sorted(Comparator.comparingInt(Row::lastPlace).thenComparingInt(Row::length))
            .toList());
  }

  /** What is read. */
  PrefixTree tree() {
    return tree;
  }

  /** Whether other rows stand behind a row. */
  boolean isTrunk(Row row) {
    return trunks.contains(row);
  }

  /** The passes in order; each holds its rows in the order they lie in. */
  List<List<Row>> passes() {
    return passes;
  }

  /**
   * Of each segment, which is written to disk at once: its first pass and the one behind its last.
   */
  List<int[]> segments() {
    return segments;
  }

  /** The pass that reads a row. */
  int passOf(Row row) {
    Integer pass = passOf.get(row);
    if (pass == null) {
      throw new IllegalArgumentException("no row of this plan");
    }
    return pass;
  }

  /** Tokens read, those at the head of several rows each time. */
  long tokensRead() {
    return passes.stream().flatMap(List::stream).mapToLong(Row::length).sum();
  }

  /** The sizes that decided the cut. */
  Rule rule() {
    return rule;
  }
}
