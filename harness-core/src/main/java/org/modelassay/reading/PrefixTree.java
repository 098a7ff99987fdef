package org.modelassay.reading;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The distinct prefixes of a set's sequences as a tree. A <b>place</b> is a token behind its
 * prefix: what a model computes there depends on nothing else, so it is computed once whatever
 * number of sequences pass through. Places are numbered in preorder, children by token id: the
 * numbers depend on what the sequences hold, not on their order nor on their ids.
 *
 * <p>A <b>target</b> is a token whose log-likelihood is asked for at the place that predicts it;
 * targets are numbered by place. Arrays are flat: nothing is an object for each token.
 */
final class PrefixTree {
  private final int[] tokens;
  private final int[] positions;
  private final int[] parents;
  private final int[] ends;
  private final int[] firstTargets;
  private final int[] targets;
  private final int[] targetOf;
  private final int[] last;
  private final BitSet lasts = new BitSet();
  private final boolean whole;
  private final BitSet begins = new BitSet();
  private final TreeMap<Integer, Integer> prefixes = new TreeMap<>();
  private final int nodes;

  /**
   * Builds the tree of a set.
   *
   * @param lengthLimit a sequence of which more is read shares nothing: what is computed at its
   *     places depends on their number
   */
  PrefixTree(SequenceSet set, int lengthLimit) {
    List<TokenSequence> sequences = set.sequences();
    whole = set.whole();
    int[] order =
        IntStream.range(0, sequences.size())
            .boxed()
            .sorted(Comparator.comparing(sequences::get, PrefixTree::compare))
            .mapToInt(i -> i)
            .toArray();
    // Grown as needed: sharing can leave a hundredth of all tokens.
    int[] token = new int[1024];
    int[] position = new int[1024];
    int[] parent = new int[1024];
    int[] end = new int[1024];
    int[] asked = new int[set.scored()];
    int[] askedAt = new int[set.scored()];
    targetOf = new int[set.scored()];
    last = new int[sequences.size()];
    int longest = sequences.stream().mapToInt(TokenSequence::length).max().orElseThrow();
    int[] path = new int[longest];
    // The target created last at each place of the path.
    int[] latest = new int[longest];
    int places = 0;
    int depth = 0;
    int count = 0;
    TokenSequence before = null;
    for (int i : order) {
      TokenSequence sequence = sequences.get(i);
      int length = set.whole() ? sequence.length() : sequence.length() - 1;
      int common = 0;
      if (before != null
          && before.prefix() == sequence.prefix()
          && Math.max(depth, length) <= lengthLimit) {
        int until = Math.min(depth, length);
        while (common < until && before.tokens()[common] == sequence.tokens()[common]) {
          common++;
        }
      }
      // A sequence that ends inside the one before it cannot come: it would be sorted in front.
      for (; depth > common; depth--) {
        end[path[depth - 1]] = places;
      }
      int room = Math.addExact(places, length - depth);
      if (room > token.length) {
        token = Arrays.copyOf(token, 2 * room);
        position = Arrays.copyOf(position, 2 * room);
        parent = Arrays.copyOf(parent, 2 * room);
        end = Arrays.copyOf(end, 2 * room);
      }
      for (; depth < length; depth++) {
        token[places] = sequence.tokens()[depth];
        position[places] = depth;
        parent[places] = depth == 0 ? -1 : path[depth - 1];
        if (depth == 0) {
          prefixes.put(places, sequence.prefix());
        }
        latest[depth] = -1;
        path[depth] = places++;
      }
      last[i] = path[length - 1];
      lasts.set(last[i]);
      for (int p = sequence.firstScored(); p < sequence.length(); p++) {
        int known = latest[p - 1];
        if (known < 0 || asked[known] != sequence.tokens()[p]) {
          asked[count] = sequence.tokens()[p];
          askedAt[count] = path[p - 1];
          latest[p - 1] = count++;
        }
        targetOf[set.offset(i) + p - sequence.firstScored()] = latest[p - 1];
      }
      if (sequence.scored() > 0) {
        begins.set(path[sequence.firstScored() - 1]);
      }
      before = sequence;
    }
    for (; depth > 0; depth--) {
      end[path[depth - 1]] = places;
    }
    tokens = Arrays.copyOf(token, places);
    positions = Arrays.copyOf(position, places);
    parents = Arrays.copyOf(parent, places);
    ends = Arrays.copyOf(end, places);
    firstTargets = new int[places + 1];
    targets = new int[count];
    sortTargets(asked, askedAt, count);
    nodes = countNodes();
  }

  private static int compare(TokenSequence a, TokenSequence b) {
    int order = Integer.compare(a.prefix(), b.prefix());
    return order != 0 ? order : Arrays.compare(a.tokens(), b.tokens());
  }

  /** Numbers targets by place; those of one place keep their order, which is that of their ids. */
  private void sortTargets(int[] asked, int[] askedAt, int count) {
    for (int t = 0; t < count; t++) {
      firstTargets[askedAt[t] + 1]++;
    }
    for (int p = 0; p < tokens.length; p++) {
      firstTargets[p + 1] += firstTargets[p];
    }
    int[] next = firstTargets.clone();
    int[] number = new int[count];
    for (int t = 0; t < count; t++) {
      number[t] = next[askedAt[t]]++;
      targets[number[t]] = asked[t];
    }
    for (int i = 0; i < targetOf.length; i++) {
      targetOf[i] = number[targetOf[i]];
    }
  }

  private int countNodes() {
    int count = 0;
    for (int p = 0; p < tokens.length; p++) {
      if (parents[p] < 0 || branches(parents[p]) || lasts.get(parents[p])) {
        count++;
      }
    }
    return count;
  }

  /** Number of places: the tokens that a model has to read. */
  int places() {
    return tokens.length;
  }

  /** Number of nodes: stretches of places between branches and ends of sequences. */
  int nodes() {
    return nodes;
  }

  /** Number of targets. */
  int targets() {
    return targets.length;
  }

  /** Number of places at which models are compared. */
  int compared() {
    return (int) IntStream.range(0, tokens.length).filter(this::compares).count();
  }

  int token(int place) {
    return tokens[place];
  }

  /** How many of a row's places are no data. */
  int prefixOf(int[] places) {
    int prefix = Objects.requireNonNull(prefixes.floorEntry(places[0])).getValue();
    return Math.min(places.length, Math.max(0, prefix - positions[places[0]]));
  }

  /** Number of places before it. */
  int position(int place) {
    return positions[place];
  }

  /** The place before it, or -1. */
  int parent(int place) {
    return parents[place];
  }

  /** Behind the last place that continues it. */
  int end(int place) {
    return ends[place];
  }

  /** Whether anything continues it. */
  boolean ends(int place) {
    return ends[place] == place + 1;
  }

  /** Whether more than one place follows it. */
  boolean branches(int place) {
    return !ends(place) && ends[place + 1] < ends[place];
  }

  /** Whether some sequence ends there. */
  boolean isLast(int place) {
    return lasts.get(place);
  }

  /** Whether something is predicted there. */
  boolean predicts(int place) {
    return firstTargets[place] < firstTargets[place + 1];
  }

  /**
   * Whether models are compared there: wherever something is predicted; of a set that is read for
   * its targets alone, where a sequence's first target is, such as all options of a question have
   * in common. To compare reads two vocabularies more.
   */
  boolean compares(int place) {
    return predicts(place) && (whole || begins.get(place));
  }

  /** Number of the first target predicted there, or behind the last place the number of all. */
  int firstTarget(int place) {
    return firstTargets[place];
  }

  /** Token of a target. */
  int target(int number) {
    return targets[number];
  }

  /**
   * The target of a scored position.
   *
   * @param scored number of it in the set's order
   */
  int targetOf(int scored) {
    return targetOf[scored];
  }

  /** Number of places that a row owns and where something is predicted. */
  int predictingOf(Passes.Row row) {
    return (int) owned(row).filter(this::predicts).count();
  }

  /** Number of places that a row owns and where models are compared. */
  int comparedOf(Passes.Row row) {
    return (int) owned(row).filter(this::compares).count();
  }

  /** Number of targets predicted at the places that a row owns. */
  int targetsOf(Passes.Row row) {
    return owned(row).map(place -> firstTargets[place + 1] - firstTargets[place]).sum();
  }

  private static IntStream owned(Passes.Row row) {
    return Arrays.stream(row.places(), row.owned(), row.length());
  }

  /** Place of the last token of a sequence that is read. */
  int last(int sequence) {
    return last[sequence];
  }
}
