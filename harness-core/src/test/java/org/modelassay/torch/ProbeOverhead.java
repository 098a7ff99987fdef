package org.modelassay.torch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;
import org.modelassay.model.HiddenState;
import org.modelassay.model.ModelFiles;

/**
 * What each probe adds where a baseline and a candidate have every position scored anyway, in
 * turns; medians, by the clock and by the processor. Run by {@code benchmarks/probe-overhead}.
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
      var times = new LinkedHashMap<String, RawScoring.Times>();
      for (String what : List.of("targets", "intervals", "dispersion", "divergence", "all")) {
        times.put(what, new RawScoring.Times());
      }
      for (int i = 0; i <= rounds; i++) {
        boolean warm = i > 0;
        times.forEach(
            (what, time) -> {
              time.start();
              run(what, decoder, ids);
              time.stop();
              if (warm) {
                time.round();
              } else {
                time.clear();
              }
            });
      }
      RawScoring.Times alone = Objects.requireNonNull(times.get("targets"));
      times.forEach(
          (what, time) ->
              System.out.printf(
                  Locale.ROOT,
                  "%-11s %s   %+.1f %%, by CPU s %+.1f %%%n",
                  what,
                  time,
                  100 * (time.wall() / alone.wall() - 1),
                  100 * (time.used() / alone.used() - 1)));
    }
  }

  /** Both models are this one: equal numbers cost what others do. */
  private static void run(String what, Decoder decoder, List<int[]> ids) {
    boolean intervals = what.matches("intervals|all");
    boolean divergence = what.matches("divergence|all");
    int last = decoder.shape().layers();
    HiddenState middle = HiddenState.ofBlock(last / 2);
    List<HiddenState> layers = what.matches("dispersion|all") ? List.of(middle) : List.of();
    long[] targets = RawScoring.targets(ids);
    long[] first = LongStream.rangeClosed(0, targets.length).toArray();
    try (Decoder.Pass baseline = decoder.read(ids, layers);
        Tensor base = RawScoring.states(baseline, ids);
        Decoder.Pass candidate = decoder.read(ids, layers);
        Tensor h = RawScoring.states(candidate, ids)) {
      if (divergence) {
        decoder
            .head()
            .compare(h, targets, first, intervals, base, decoder.head(), intervals, false);
      } else {
        decoder.head().score(base, targets, intervals);
        decoder.head().score(h, targets, intervals);
      }
      long[] lengths = ids.stream().mapToLong(row -> row.length).toArray();
      for (Decoder.Pass pass :
          layers.isEmpty() ? List.<Decoder.Pass>of() : List.of(baseline, candidate)) {
        for (Tensor states :
            List.of(Objects.requireNonNull(pass.kept().get(middle)), pass.last())) {
          OutputHead.spread(states, new long[lengths.length], lengths, new double[0]);
        }
      }
    }
  }
}
