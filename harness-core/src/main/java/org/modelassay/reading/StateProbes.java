package org.modelassay.reading;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.HiddenState;
import org.modelassay.reading.Passes.Row;
import org.modelassay.torch.OutputHead;
import org.modelassay.torch.Tensor;

/**
 * What is taken of the hidden states of one pass: they are reduced as soon as they are there, and
 * what is left of them waits until the pass ends. On disk the states of a probe follow each other
 * in the order that it names them, each row by row.
 */
final class StateProbes {
  /** Numbers of a row beside its vectors. */
  static final int NUMBERS = 2;

  private final PrefixTree tree;
  private final List<Row> rows;
  private final Map<HiddenState, double[]> centres;
  private final List<Probe.Spread> spreads = new ArrayList<>();
  private final Set<HiddenState> keys = new LinkedHashSet<>();
  private final Map<Probe.Spread, Map<HiddenState, OutputHead.Spread>> reduced = new HashMap<>();
  private final Map<HiddenState, float[]> copied = new HashMap<>();

  /**
   * Prepares a pass.
   *
   * @param wanted all probes; those of hidden states are taken here
   * @param centres what centred probes subtract
   */
  StateProbes(
      PrefixTree tree, List<Row> rows, Set<Probe> wanted, Map<HiddenState, double[]> centres) {
    this.tree = tree;
    this.rows = rows;
    this.centres = centres;
    for (Probe probe : wanted) {
      if (probe instanceof Probe.Spread spread) {
        spreads.add(spread);
      } else if (probe instanceof Probe.Keys key) {
        keys.add(key.state());
      }
    }
  }

  /** The states wanted. */
  Set<HiddenState> states() {
    var states = new LinkedHashSet<>(keys);
    spreads.forEach(spread -> states.addAll(spread.states()));
    return states;
  }

  /** Bytes that some rows take of a probe on disk. */
  static long bytes(Probe probe, PrefixTree tree, List<Row> rows, DecoderShape shape) {
    if (probe instanceof Probe.Keys key) {
      return 4L * shape.width(key.state()) * rows.stream().mapToLong(tree::predictingOf).sum();
    }
    return rows.size()
        * ((Probe.Spread) probe).states().stream().mapToLong(s -> bytesOfRow(shape.width(s))).sum();
  }

  /** Bytes of a row of a reduced state. */
  static int bytesOfRow(int width) {
    return 8 * NUMBERS + (8 + 8 + 4) * width;
  }

  /**
   * Takes what is wanted of a state.
   *
   * @param there [B,T,width]
   */
  void take(HiddenState state, Tensor there) {
    for (Probe.Spread spread : spreads) {
      if (spread.states().contains(state)) {
        double[] centre =
            spread.centred() ? Objects.requireNonNull(centres.get(state)) : new double[0];
        reduced
            .computeIfAbsent(spread, s -> new HashMap<>())
            .put(
                state,
                OutputHead.spread(
                    there,
                    rows.stream().mapToLong(row -> tree.prefixOf(row.places())).toArray(),
                    rows.stream().mapToLong(Row::length).toArray(),
                    centre));
      }
    }
    if (keys.contains(state)) {
      var ofRow = LongStream.builder();
      var number = LongStream.builder();
      for (int r = 0; r < rows.size(); r++) {
        for (int i = 0; i < rows.get(r).length(); i++) {
          if (tree.predicts(rows.get(r).places()[i])) {
            ofRow.add(r);
            number.add(i);
          }
        }
      }
      try (Tensor some =
          OutputHead.select(there, ofRow.build().toArray(), number.build().toArray())) {
        copied.put(state, OutputHead.copy(some));
      }
    }
  }

  /** Writes what was taken. */
  void write(Map<Probe, ByteBuffer> wanted) {
    for (Map.Entry<Probe, ByteBuffer> entry : wanted.entrySet()) {
      ByteBuffer out = entry.getValue();
      if (entry.getKey() instanceof Probe.Spread spread) {
        for (HiddenState state : spread.states()) {
          write(
              Objects.requireNonNull(Objects.requireNonNull(reduced.get(spread)).get(state)), out);
        }
      } else if (entry.getKey() instanceof Probe.Keys key) {
        float[] values = Objects.requireNonNull(copied.get(key.state()));
        out.asFloatBuffer().put(values);
        out.position(out.position() + 4 * values.length);
      }
    }
  }

  private void write(OutputHead.Spread spread, ByteBuffer out) {
    int width = spread.last().length / rows.size();
    for (int r = 0; r < rows.size(); r++) {
      put(spread.numbers(), r, NUMBERS, out);
      put(spread.units(), r, width, out);
      put(spread.sums(), r, width, out);
      for (int i = r * width; i < (r + 1) * width; i++) {
        out.putFloat(spread.last()[i]);
      }
    }
  }

  private static void put(double[] values, int row, int width, ByteBuffer out) {
    for (int i = row * width; i < (row + 1) * width; i++) {
      out.putDouble(values[i]);
    }
  }
}
