package org.modelassay.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.modelassay.model.ModelFiles;
import org.modelassay.statistics.Quantiles;

/**
 * Seconds of a pass that scores every position, in turns with the model's own matrix products
 * alone: each weight that meets an activation, on as many rows. Prints the medians, by the clock
 * and by the processor, and the most memory that the process held before the products began
 * (Linux). Run by {@code benchmarks/raw-scoring}.
 */
final class RawScoring {
  private RawScoring() {}

  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    int length = Integer.parseInt(arguments[2]);
    Precision precision = Precision.valueOf(arguments[3].toUpperCase(Locale.ROOT));
    int rounds = Integer.parseInt(arguments[4]);
    try (ModelFiles model = ModelFiles.open(path);
        Decoder decoder = Decoder.load(model, WeightTreatment.NONE, precision, Device.CPU)) {
      List<int[]> ids = ids(model, rows, length);
      score(decoder, ids);
      long peak = peakMebibytes();
      var ours = new Times();
      var products = new Times();
      for (int i = 0; i < rounds; i++) {
        products(decoder, rows * length, precision, products);
        ours.start();
        score(decoder, ids);
        ours.stop();
        ours.round();
        products.round();
      }
      System.out.printf(
          Locale.ROOT,
          "assay           %s   peak %d MiB%nproducts alone  %s   ratio %.2f, by CPU s %.2f%n",
          ours,
          peak,
          products,
          ours.wall() / products.wall(),
          ours.used() / products.used());
    }
  }

  static List<int[]> ids(ModelFiles model, int rows, int length) {
    var random = new Random(1);
    List<int[]> ids = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      ids.add(random.ints(length, 0, model.shape().vocabulary()).toArray());
    }
    return ids;
  }

  private static void score(Decoder decoder, List<int[]> ids) {
    try (Decoder.Pass pass = decoder.read(ids, List.of());
        Tensor h = states(pass, ids)) {
      decoder.head().score(h, targets(ids), false);
    }
  }

  /** The final states of all positions but each row's last. */
  static Tensor states(Decoder.Pass pass, List<int[]> ids) {
    int length = ids.get(0).length - 1;
    long[] rows = new long[ids.size() * length];
    long[] positions = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i / length;
      positions[i] = i % length;
    }
    return OutputHead.select(pass.last(), rows, positions);
  }

  /** What follows each of them. */
  static long[] targets(List<int[]> ids) {
    return ids.stream().flatMapToLong(row -> IntStream.of(row).skip(1).asLongStream()).toArray();
  }

  private static void products(Decoder decoder, int rows, Precision precision, Times times) {
    DataType type =
        switch (precision) {
          case FLOAT32 -> DataType.FLOAT32;
          case BFLOAT16 -> DataType.BFLOAT16;
          case FLOAT16 -> DataType.FLOAT16;
        };
    try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch")) {
      for (Map.Entry<String, Tensor> weight : decoder.weights().entrySet()) {
        NDArray w = weight.getValue().array();
        if (w.getShape().dimension() == 2 && !weight.getKey().matches("embed|positions|head")) {
          product(manager, w, rows, type, times);
        }
      }
      NDArray head = decoder.head().matrix().array();
      int chunk = decoder.head().chunk();
      for (int at = 0; at < rows; at += chunk) {
        product(manager, head, Math.min(chunk, rows - at), type, times);
      }
    }
  }

  private static void product(NDManager manager, NDArray w, int rows, DataType type, Times times) {
    try (NDArray wide = manager.randomNormal(new Shape(rows, w.getShape().get(1)));
        NDArray x = wide.toType(type, false);
        NDArray transposed = w.transpose()) {
      times.start();
      x.matMul(transposed).close();
      times.stop();
    }
  }

  /** Seconds of rounds, each the sum of some parts: by the clock and by all processors. */
  static final class Times {
    private final List<double[]> rounds = new ArrayList<>();
    private long wall;
    private long used;

    void start() {
      wall -= System.nanoTime();
      used -= processor();
    }

    void stop() {
      wall += System.nanoTime();
      used += processor();
    }

    void round() {
      rounds.add(new double[] {wall / 1e9, used / 1e9});
      clear();
    }

    void clear() {
      wall = 0;
      used = 0;
    }

    double wall() {
      return Quantiles.quantile(rounds.stream().mapToDouble(r -> r[0]).toArray(), 0.5);
    }

    double used() {
      return Quantiles.quantile(rounds.stream().mapToDouble(r -> r[1]).toArray(), 0.5);
    }

    private static long processor() {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%8.2f s %8.2f CPU s", wall(), used());
    }
  }

  static long peakMebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new IllegalStateException("/proc/self/status has no VmHWM");
  }
}
