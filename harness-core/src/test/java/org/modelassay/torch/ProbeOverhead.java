package org.modelassay.torch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.modelassay.model.ModelFiles;

/**
 * What each probe adds to a pass that scores every position, in turns; medians, by the clock and by
 * the processor. Run by {@code benchmarks/probe-overhead}.
 */
final class ProbeOverhead {
  private ProbeOverhead() {}

  public static void main(String[] arguments) {
    int rows = Integer.parseInt(arguments[1]);
    int length = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    try (ModelFiles model = ModelFiles.open(Path.of(arguments[0]));
        Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      List<int[]> ids = RawScoring.ids(model, rows, length);
      NavigableSet<Integer> none = new TreeSet<>();
      NavigableSet<Integer> layers = new TreeSet<>();
      IntStream.rangeClosed(0, decoder.shape().layers()).forEach(layers::add);
      var times = new LinkedHashMap<String, RawScoring.Times>();
      for (String what :
          List.of("targets", "intervals", "dispersion", "divergence", "all", "other head")) {
        times.put(what, new RawScoring.Times());
      }
      // The other model's states are this one's: equal numbers cost what others do.
      try (Decoder.Pass pass = decoder.read(ids, none);
          Tensor base = RawScoring.states(pass, ids)) {
        for (int i = 0; i <= rounds; i++) {
          boolean warm = i > 0;
          times.forEach(
              (what, time) -> {
                time.start();
                if (what.equals("other head")) {
                  decoder.head().score(base, RawScoring.targets(ids), false);
                } else {
                  run(what, decoder, ids, what.matches("dispersion|all") ? layers : none, base);
                }
                time.stop();
                if (warm) {
                  time.round();
                } else {
                  time.clear();
                }
              });
        }
      }
      RawScoring.Times alone = Objects.requireNonNull(times.get("targets"));
      times.forEach(
          (what, time) ->
              System.out.printf(
                  Locale.ROOT,
                  "%-11s %s   %+.1f %%, by CPU s %+.1f %%%n",
                  what,
                  time,
                  100 * share(what, time.wall(), alone.wall()),
                  100 * share(what, time.used(), alone.used())));
    }
  }

  private static void run(
      String what, Decoder decoder, List<int[]> ids, NavigableSet<Integer> layers, Tensor base) {
    boolean intervals = what.matches("intervals|all");
    long[] targets = RawScoring.targets(ids);
    try (Decoder.Pass pass = decoder.read(ids, layers);
        Tensor h = RawScoring.states(pass, ids)) {
      if (what.matches("divergence|all")) {
        decoder
            .head()
            .score(
                h,
                targets,
                java.util.stream.LongStream.rangeClosed(0, targets.length).toArray(),
                intervals,
                base,
                decoder.head());
      } else {
        decoder.head().score(h, targets, intervals);
      }
      long[] lengths = ids.stream().mapToLong(row -> row.length).toArray();
      for (int layer : layers) {
        Tensor kept = pass.kept().getOrDefault(layer, pass.last());
        OutputHead.spread(kept, new long[lengths.length], lengths);
      }
    }
  }

  private static double share(String what, double seconds, double alone) {
    return seconds / alone - (what.equals("other head") ? 0 : 1);
  }
}
