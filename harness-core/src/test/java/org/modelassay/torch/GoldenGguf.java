package org.modelassay.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.UnsupportedModelException;
import org.modelassay.model.Weight;
import org.modelassay.model.checkpoint.TensorSource;
import org.modelassay.model.gguf.GgufFile;

/**
 * Compares every {@code NAME.gguf} of a folder with {@code NAME.safetensors} beside it: {@code
 * rows.TENSOR}, first rows as the reference dequantises them, and {@code logits} of the reference
 * implementation for {@code input_ids}.
 */
final class GoldenGguf {
  /** Of a row, of the largest magnitude in it. */
  static final double ROWS = 1e-6;

  private GoldenGguf() {}

  /** One comparison; NaN differences when the model is not supported. */
  record Comparison(String name, double rows, double logits) {
    boolean supported() {
      return !Double.isNaN(logits);
    }

    boolean equal() {
      return rows <= ROWS && logits <= GoldenModels.TOLERANCE;
    }

    @Override
    public String toString() {
      return supported()
          ? String.format(
              Locale.ROOT,
              "gguf/%s rows %.2e logits %.2e %s",
              name,
              rows,
              logits,
              equal() ? "OK" : "differs")
          : "gguf/" + name + " rows - logits - unsupported";
    }
  }

  static List<Comparison> compareAll(Path folder) {
    var comparisons = new ArrayList<Comparison>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file : list.filter(f -> f.toString().endsWith(".gguf")).sorted().toList()) {
        if (!GgufFile.isLaterPart(file)) {
          comparisons.add(compare(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return comparisons;
  }

  static Comparison compare(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".gguf", "");
    var golden = new Safetensors(file.resolveSibling(name + ".safetensors"));
    try (ModelFiles model = ModelFiles.open(file);
        Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      var input = new ArrayList<int[]>();
      long[] ids = golden.longs("input_ids");
      int length = golden.size("input_ids", 1);
      for (int r = 0; r < golden.size("input_ids", 0); r++) {
        input.add(
            Arrays.stream(ids, r * length, (r + 1) * length).mapToInt(i -> (int) i).toArray());
      }
      try (Decoder.Pass pass = decoder.read(input, List.of())) {
        return new Comparison(
            name,
            rows(file, golden),
            GoldenModels.difference(golden.floats("logits"), decoder.head().logits(pass.last())));
      }
    } catch (UnsupportedModelException e) {
      System.err.println(e.getMessage());
      return new Comparison(name, Double.NaN, Double.NaN);
    } catch (AssayException e) {
      // One unreadable model must not hide the others.
      System.err.println(e.getMessage());
      return new Comparison(name, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
  }

  /** The largest difference of a dequantised value, relative to the largest of its row. */
  private static double rows(Path file, Safetensors golden) {
    var tensors = GgufFile.open(file).checkpoint().tensors();
    double largest = 0;
    for (String name : golden.names()) {
      if (name.startsWith("rows.")) {
        float[] expected = golden.floats(name);
        float[] actual =
            values(Objects.requireNonNull(tensors.get(name.substring("rows.".length()))));
        int columns = golden.size(name, 1);
        for (int i = 0; i < expected.length; i += columns) {
          float[] row = Arrays.copyOfRange(expected, i, i + columns);
          double scale = 0;
          for (float value : row) {
            scale = Math.max(scale, Math.abs(value));
          }
          double difference =
              GoldenModels.difference(row, Arrays.copyOfRange(actual, i, i + columns));
          largest = Math.max(largest, scale == 0 ? difference : difference / scale);
        }
      }
    }
    return largest;
  }

  /**
   * Compares each {@code NAME-TYPE.gguf} with the directory {@code NAME} that it was converted to:
   * the weights are equal in every bit.
   */
  static List<String> compareConversions(Path folder) {
    var lines = new ArrayList<String>();
    try (Stream<Path> list = Files.list(folder)) {
      List<Path> all = list.sorted().toList();
      for (Path directory : all) {
        for (Path file : all) {
          String name = file.getFileName().toString();
          if (name.endsWith(".gguf")
              && name.startsWith(directory.getFileName() + "-")
              && Files.exists(directory.resolve("config.json"))) {
            List<String> weights = differing(file, directory);
            lines.add(
                String.format(
                    Locale.ROOT,
                    "gguf/%s %d weights differ from %s %s",
                    name,
                    weights.size(),
                    directory.getFileName(),
                    weights.isEmpty() ? "OK" : "differs"));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  /** The weights of which a bit differs between two forms of one model, by the program's names. */
  private static List<String> differing(Path one, Path other) {
    var differing = new ArrayList<String>();
    try (ModelFiles a = ModelFiles.open(one);
        ModelFiles b = ModelFiles.open(other)) {
      var sources = new HashMap<String, TensorSource>();
      b.weights().forEach((weight, source) -> sources.put(weight.name(), source));
      a.weights()
          .forEach(
              (weight, source) -> {
                TensorSource twin = sources.remove(weight.name());
                if (twin == null || !Arrays.equals(values(source), values(twin))) {
                  differing.add(weight.name());
                }
              });
      differing.addAll(sources.keySet());
    }
    return differing;
  }

  /** All values of a tensor of a file, in float32. */
  static float[] values(TensorSource source) {
    try (var loader = new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, Device.CPU);
        Tensor tensor = loader.load(Weight.plain("", source.name(), source.shape()), source)) {
      return OutputHead.copy(tensor);
    }
  }
}
