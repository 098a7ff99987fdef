package org.modelassay.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.modelassay.model.ModelFiles;

/**
 * Seconds of a pass that scores every position, in turns with the model's own matrix products alone
 * (each weight that meets an activation, as it is prepared, on as many rows). Prints the medians
 * and the most memory that the process held before the products began, in MiB (Linux): one line,
 * read by {@code benchmarks/raw-scoring}.
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
      var random = new Random(1);
      List<int[]> ids = new ArrayList<>();
      for (int r = 0; r < rows; r++) {
        ids.add(random.ints(length, 0, model.shape().vocabulary()).toArray());
      }
      score(decoder, ids);
      long peak = peakMebibytes();
      double[] ours = new double[rounds];
      double[] products = new double[rounds];
      for (int i = 0; i < rounds; i++) {
        products[i] = products(decoder, rows * length, precision);
        long begin = System.nanoTime();
        score(decoder, ids);
        ours[i] = (System.nanoTime() - begin) / 1e9;
      }
      System.out.printf(Locale.ROOT, "%.3f %.3f %d%n", median(ours), median(products), peak);
    }
  }

  private static void score(Decoder decoder, List<int[]> ids) {
    int rows = ids.size();
    int length = ids.get(0).length;
    int n = rows * (length - 1);
    long[] at = new long[n];
    long[] positions = new long[n];
    long[] targets = new long[n];
    for (int i = 0; i < n; i++) {
      at[i] = i / (length - 1);
      positions[i] = i % (length - 1);
      targets[i] = ids.get((int) at[i])[(int) positions[i] + 1];
    }
    try (Decoder.Pass pass = decoder.read(ids, new TreeSet<>());
        Tensor h = OutputHead.select(pass.last(), at, positions)) {
      decoder.head().score(h, targets, false);
    }
  }

  private static double products(Decoder decoder, int rows, Precision precision) {
    DataType type = precision == Precision.FLOAT32 ? DataType.FLOAT32 : DataType.BFLOAT16;
    double seconds = 0;
    try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch")) {
      for (Map.Entry<String, Tensor> weight : decoder.weights().entrySet()) {
        NDArray w = weight.getValue().array();
        if (w.getShape().dimension() != 2 || weight.getKey().matches("embed|positions")) {
          continue;
        }
        seconds += product(manager, w, rows, type);
      }
      NDArray head = decoder.head().matrix().array();
      int chunk = decoder.head().chunk();
      for (int at = 0; at < rows; at += chunk) {
        seconds += product(manager, head, Math.min(chunk, rows - at), type);
      }
    }
    return seconds;
  }

  private static double product(NDManager manager, NDArray w, int rows, DataType type) {
    try (NDArray wide = manager.randomNormal(new Shape(rows, w.getShape().get(1)));
        NDArray x = wide.toType(type, false);
        NDArray transposed = w.transpose()) {
      long begin = System.nanoTime();
      x.matMul(transposed).close();
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static long peakMebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new IllegalStateException("/proc/self/status has no VmHWM");
  }
}
