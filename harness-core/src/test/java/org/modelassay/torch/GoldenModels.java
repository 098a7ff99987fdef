package org.modelassay.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.model.HiddenState;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Sublayer;
import org.modelassay.model.UnsupportedModelException;

/**
 * Compares logits and hidden states with those of the reference implementation (transformers,
 * float32, CPU) for every model of a golden folder, in both layouts of its configuration.
 */
final class GoldenModels {
  static final double TOLERANCE = 1e-4;

  /**
   * Here the reference hands out what each layer gives and last what the final norm gives; for all
   * other models, what enters each layer.
   */
  private static final Set<String> AFTER_THE_LAYER = Set.of("mamba", "mamba2", "falcon_mamba");

  private GoldenModels() {}

  /** One comparison; NaN differences when the model is not supported. */
  record Comparison(String name, double logits, double hidden) {
    boolean supported() {
      return !Double.isNaN(logits);
    }

    boolean equal() {
      return logits <= TOLERANCE && hidden <= TOLERANCE;
    }

    @Override
    public String toString() {
      return supported()
          ? String.format(
              Locale.ROOT,
              "models/%s logits %.2e hidden %.2e %s",
              name,
              logits,
              hidden,
              equal() ? "OK" : "differs")
          : "models/" + name + " logits - hidden - unsupported";
    }
  }

  static List<Comparison> compareAll(Path models) {
    var comparisons = new ArrayList<Comparison>();
    try (Stream<Path> list = Files.list(models)) {
      for (Path model : list.filter(Files::isDirectory).sorted().toList()) {
        comparisons.add(compare(model.getFileName().toString(), model, "config.json"));
        if (Files.exists(model.resolve("config.legacy.json"))) {
          comparisons.add(compare(model.getFileName() + "/legacy", model, "config.legacy.json"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return comparisons;
  }

  static Comparison compare(String name, Path folder, String config) throws IOException {
    var golden = new Safetensors(folder.resolve("golden.safetensors"));
    try (ModelFiles model = ModelFiles.open(folder, folder.resolve(config));
        Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      int rows = golden.size("input_ids", 0);
      int length = golden.size("input_ids", 1);
      long[] ids = golden.longs("input_ids");
      var input = new ArrayList<int[]>();
      for (int r = 0; r < rows; r++) {
        input.add(
            Arrays.stream(ids, r * length, (r + 1) * length).mapToInt(i -> (int) i).toArray());
      }
      // The last block's output before the final norm is listed by few families.
      List<HiddenState> layers =
          IntStream.rangeClosed(0, decoder.shape().layers())
              .mapToObj(i -> new HiddenState(i, i == 0 ? Sublayer.BLOCK : Sublayer.MLP))
              .toList();
      try (Decoder.Pass pass = decoder.read(input, layers)) {
        double hidden =
            difference(
                golden.floats("hidden_states." + decoder.shape().layers()),
                OutputHead.copy(pass.last()));
        int shift = AFTER_THE_LAYER.contains(model.modelType()) ? 1 : 0;
        for (var layer : pass.kept().entrySet()) {
          int number = layer.getKey().layer();
          if (number < shift || number - shift == decoder.shape().layers()) {
            continue;
          }
          hidden =
              Math.max(
                  hidden,
                  difference(
                      golden.floats("hidden_states." + (number - shift)),
                      OutputHead.copy(layer.getValue())));
        }
        return new Comparison(
            name, difference(golden.floats("logits"), decoder.head().logits(pass.last())), hidden);
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

  /** The largest difference of two values. */
  static double difference(float[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new AssertionError(
          expected.length + " values expected, " + actual.length + " computed");
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double d = Math.abs(expected[i] - (double) actual[i]);
      // A NaN must not hide behind comparisons that are false.
      largest = d <= largest ? largest : Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
    }
    return largest;
  }
}
