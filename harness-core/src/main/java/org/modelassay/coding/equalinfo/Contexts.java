package org.modelassay.coding.equalinfo;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.arithmetic.Uniform;
import org.modelassay.reading.StepModel;

/**
 * What a model predicts behind each context, asked for once: windows begin anew again and again, so
 * their contexts are short and come back. The distributions hang on a tree of contexts; when they
 * take more than their room all are dropped, which costs time and changes nothing.
 */
final class Contexts {
  private static final long ROOM = 256L << 20;

  /** Bytes of a place without its distribution, about. */
  private static final long NODE = 160;

  private final StepModel model;
  private final Windowing windowing;
  private final long room;
  private Node root = new Node();
  private long taken;
  private @Nullable Node read;
  private long asked;
  private long steps;

  /** Begins with nothing known. */
  Contexts(StepModel model, Windowing windowing) {
    this(model, windowing, ROOM);
  }

  /**
   * Begins with nothing known.
   *
   * @param room bytes that the tree may take
   */
  Contexts(StepModel model, Windowing windowing, long room) {
    this.model = model;
    this.windowing = windowing;
    this.room = room;
  }

  /** A place in the tree; holds what is behind it, not what is in front. */
  private static final class Node {
    private @Nullable Quantised next;
    private final Map<Integer, Node> children = new HashMap<>();
  }

  /** The symbols that the model has read since it began, last one first. */
  private record Path(@Nullable Path before, int symbol, int length) {}

  /**
   * A place where the model may be asked.
   *
   * @param parent the place one symbol before, null at the beginning
   */
  private record At(Node node, @Nullable Node parent, @Nullable Path path) implements Context {
    int symbols() {
      return path == null ? 0 : path.length;
    }
  }

  /** What was read since the model began. */
  sealed interface Context {}

  /** Nothing but the token in front. */
  Context start() {
    return new At(root, null, null);
  }

  /** One symbol more; a context that is full begins anew. */
  Context after(Context context, int symbol) {
    At at = (At) context;
    int read = at.symbols() + (windowing.before().isPresent() ? 1 : 0);
    if (read == windowing.context()) {
      return start();
    }
    Node node = at.node.children.get(symbol);
    if (node == null) {
      node = new Node();
      at.node.children.put(symbol, node);
      take(NODE);
    }
    return new At(node, at.node, new Path(at.path, symbol, at.symbols() + 1));
  }

  /** The distribution of the next symbol. */
  Quantised next(Context context) {
    asked++;
    At at = (At) context;
    Quantised next = at.node.next;
    if (next == null) {
      next = Quantised.of(ask(at), model.vocabularySize(), windowing.precision());
      at.node.next = next;
      take((long) Integer.BYTES * model.vocabularySize());
    }
    return next;
  }

  /** What hangs on a place that is still in use stays with it. */
  private void take(long bytes) {
    taken += bytes;
    if (taken > room) {
      root = new Node();
      taken = 0;
    }
  }

  private StepModel.Frequencies ask(At at) {
    Path path = at.path;
    StepModel.Frequencies next;
    if (path == null) {
      next = begin();
    } else if (at.parent == read) {
      next = step(path.symbol);
    } else {
      next = begin();
      for (int symbol : symbols(path)) {
        next = step(symbol);
      }
    }
    read = at.node;
    return next;
  }

  private StepModel.Frequencies begin() {
    model.reset();
    return windowing.before().isPresent()
        ? step(windowing.before().getAsInt())
        : new Uniform(model.vocabularySize());
  }

  private StepModel.Frequencies step(int token) {
    steps++;
    return model.next(token);
  }

  private static int[] symbols(Path last) {
    int[] symbols = new int[last.length];
    for (Path path = last; path != null; path = path.before) {
      symbols[path.length - 1] = path.symbol;
    }
    return symbols;
  }

  /** How often a distribution was asked for. */
  long asked() {
    return asked;
  }

  /** How many tokens the model had to read for them. */
  long steps() {
    return steps;
  }
}
