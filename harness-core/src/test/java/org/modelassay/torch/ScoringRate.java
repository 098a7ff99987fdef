package org.modelassay.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import org.modelassay.model.ModelFiles;

/**
 * Tokens scored a second beside the rate of a large square matrix product, in one run, alternating:
 * machines are noisy, so the share is what can be compared. Run by {@code benchmarks/scoring-rate}.
 */
final class ScoringRate {
  private ScoringRate() {}

  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    int length = Integer.parseInt(arguments[2]);
    var random = new Random(1);
    var products = new ArrayList<Double>();
    var scorings = new ArrayList<Double>();
    double perToken;
    try (ModelFiles model = ModelFiles.open(directory);
        Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      long embedding = (long) model.shape().vocabulary() * model.shape().hidden();
      // Two operations for each weight that meets each token; a lookup is none, a tied matrix is
      // used once.
      perToken = 2.0 * (model.parameters() - (model.shape().tied() ? 0 : embedding));
      List<int[]> ids = new ArrayList<>();
      for (int r = 0; r < rows; r++) {
        ids.add(random.ints(length, 0, model.shape().vocabulary()).toArray());
      }
      for (int round = 0; round < 6; round++) {
        products.add(product());
        long begin = System.nanoTime();
        score(decoder, ids);
        scorings.add(rows * length / ((System.nanoTime() - begin) / 1e9));
      }
    }
    double product = median(products);
    double tokens = median(scorings);
    System.out.printf(
        Locale.ROOT,
        "%s, %d x %d tokens, %d threads: %.0f tokens/s = %.1f GFLOP/s in weights; matrix product 2048^3 %.1f GFLOP/s; share %.2f%n",
        directory.getFileName(),
        rows,
        length,
        Torch.threads(),
        tokens,
        tokens * perToken / 1e9,
        product,
        tokens * perToken / 1e9 / product);
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
        Tensor h = pass.last(at, positions)) {
      decoder.head().score(h, targets, false);
    }
  }

  private static double product() {
    int n = 2048;
    try (NDManager manager = NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch")) {
      NDArray a = manager.randomNormal(new Shape(n, n));
      NDArray b = manager.randomNormal(new Shape(n, n));
      a.matMul(b).close();
      long begin = System.nanoTime();
      for (int i = 0; i < 4; i++) {
        a.matMul(b).close();
      }
      return 4 * 2.0 * n * n * n / (System.nanoTime() - begin);
    }
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(v -> v).toArray();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
