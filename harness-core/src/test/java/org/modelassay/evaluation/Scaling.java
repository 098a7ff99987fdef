package org.modelassay.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.model.DType;
import org.modelassay.model.ModelSource;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.Scorer;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TokenSequence;
import org.modelassay.torch.HeadRate;

/**
 * Seconds against size, for {@code benchmarks/scaling}: {@code Scaling MODEL CORPUS}. Lines {@code
 * axis,size,seconds}, each the least of three.
 */
public final class Scaling {
  private static int runs;

  private Scaling() {}

  /** Measures. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("assay-scaling");
    var source = new ModelSource(Path.of(args[0]).toAbsolutePath().toString(), "", DType.FLOAT32);
    Settings settings = settings(folder);
    try (var session = new Session()) {
      LocalModel model = session.open(source, settings, s -> {});
      model.decoder();
      measure(
          "tokens", new int[] {2048, 4096, 8192, 16384, 32768}, n -> read(model, folder, texts(n)));
      measure("options of an item", new int[] {2, 4, 8, 16}, n -> read(model, folder, items(n)));
      measure("vocabulary", new int[] {32768, 65536, 131072, 262144}, HeadRate::score);
      measure(
          "checks of one corpus", new int[] {1, 2, 4, 8}, n -> specs(n, folder, source, args[1]));
    }
  }

  private static void measure(String axis, int[] sizes, IntConsumer run) {
    run.accept(sizes[0]);
    for (int size : sizes) {
      double least = Double.MAX_VALUE;
      for (int round = 0; round < 3; round++) {
        long begin = System.nanoTime();
        run.accept(size);
        least = Math.min(least, (System.nanoTime() - begin) / 1e9);
      }
      System.out.printf(Locale.ROOT, "%s,%d,%.4f%n", axis, size, least);
    }
  }

  private static Settings settings(Path folder) {
    Path cache = folder.resolve("run" + runs++);
    return new Settings(
        Path.of("").toAbsolutePath(),
        null,
        folder.resolve("accepted.json"),
        cache,
        1L << 33,
        "cpu",
        0,
        0,
        false,
        false,
        false);
  }

  private static void read(LocalModel model, Path folder, SequenceSet set) {
    new Scorer(
            new ReadingStore(folder.resolve("run" + runs++)),
            LocalModel::decoder,
            Progress.NONE,
            () -> false)
        .read(model, set, Set.of(new Probe.Targets()), null, "scaling");
  }

  private static int[] tokens(Random random, int length) {
    return random.ints(length, 3, 2000).toArray();
  }

  private static SequenceSet texts(int tokens) {
    var random = new Random(1);
    var sequences = new ArrayList<TokenSequence>();
    for (int i = 0; i < tokens / 256; i++) {
      sequences.add(new TokenSequence("" + i, tokens(random, 256), 0, 1));
    }
    return new SequenceSet("texts", sequences);
  }

  /** 64 questions of 24 tokens behind a header of 256, options of 8. */
  private static SequenceSet items(int options) {
    var random = new Random(1);
    var sequences = new ArrayList<TokenSequence>();
    int[] header = tokens(random, 256);
    for (int i = 0; i < 64; i++) {
      int[] question = Arrays.copyOf(header, 280);
      System.arraycopy(tokens(random, 24), 0, question, 256, 24);
      for (int j = 0; j < options; j++) {
        int[] all = Arrays.copyOf(question, 288);
        System.arraycopy(tokens(random, 8), 0, all, 280, 8);
        sequences.add(new TokenSequence(i + "/" + j, all, 0, 280));
      }
    }
    return SequenceSet.ofTargets("items", sequences);
  }

  private static void specs(int count, Path folder, ModelSource source, String corpus) {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      checks.add(
          Runs.check(
              "check" + i,
              new CodingMeasure(Path.of(corpus).toAbsolutePath(), 256, 256, Bos.AUTO, 0),
              source,
              List.of()));
    }
    try (var session = new Session();
        var run =
            new Evaluation(settings(folder), session, checks, RunProgress.NONE, () -> false)) {
      for (Outcome outcome : Runs.all(run, checks)) {
        if (outcome.error() != null) {
          throw new UncheckedIOException(new IOException(outcome.error()));
        }
      }
    }
  }
}
