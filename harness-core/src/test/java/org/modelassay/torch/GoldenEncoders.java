package org.modelassay.torch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.generation.SentenceEncoder;
import org.modelassay.model.UnsupportedModelException;
import org.modelassay.model.encoder.EncoderFiles;
import org.modelassay.statistics.Cosine;

/**
 * Compares sentence encoders with the reference implementations (transformers and
 * sentence-transformers, float32, CPU): {@code encoders} of a golden folder.
 */
public final class GoldenEncoders {
  private static final double STATES = 1e-4;
  private static final double EMBEDDINGS = 1e-5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenEncoders() {}

  /**
   * A line for each encoder, whose last word is {@code OK}, {@code differs}, {@code unsupported} or
   * {@code absent}. {@code encoders/NAME/} is an encoder with the states and embeddings of ids;
   * {@code encoders/NAME.safetensors} holds ids and embeddings that the encoder {@code models/NAME}
   * gives for the texts of {@code encoders/sentences.json}.
   *
   * @param golden the golden folder
   * @param models folder with the encoders whose weights it does not hold, or null
   */
  public static List<String> compareAll(Path golden, @Nullable Path models) {
    Path folder = golden.resolve("encoders");
    var lines = new ArrayList<String>();
    if (!Files.isDirectory(folder)) {
      return lines;
    }
    try (Stream<Path> list = Files.list(folder)) {
      for (Path each : list.sorted().toList()) {
        String file = each.getFileName().toString();
        if (Files.exists(each.resolve("golden.safetensors"))) {
          lines.add(line("encoders/" + file, () -> states(each)));
        } else if (file.endsWith(".safetensors")) {
          String name = file.substring(0, file.length() - ".safetensors".length());
          Path model = models == null ? folder : models.resolve(name);
          lines.add(
              models != null && Files.isDirectory(model)
                  ? line(
                      "encoders/" + name,
                      () -> sentences(model, each, folder.resolve("sentences.json")))
                  : "encoders/" + name + " absent");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private interface Comparison {
    String run() throws IOException;
  }

  private static String line(String name, Comparison comparison) throws IOException {
    try {
      return name + " " + comparison.run();
    } catch (UnsupportedModelException e) {
      return name + " " + e.getMessage() + " unsupported";
    } catch (AssayException e) {
      // One unreadable encoder must not hide the others.
      return name + " " + e.getMessage() + " differs";
    }
  }

  /** States and embeddings of ids, at positions that are no padding. */
  private static String states(Path directory) throws IOException {
    var golden = new Safetensors(directory.resolve("golden.safetensors"));
    int rows = golden.size("input_ids", 0);
    int length = golden.size("input_ids", 1);
    long[] mask = golden.longs("attention_mask");
    var ids = new ArrayList<int[]>();
    var types = new ArrayList<int[]>();
    for (int r = 0; r < rows; r++) {
      int count = (int) Arrays.stream(mask, r * length, (r + 1) * length).sum();
      ids.add(row(golden.longs("input_ids"), r * length, count));
      types.add(
          golden.has("token_type_ids")
              ? row(golden.longs("token_type_ids"), r * length, count)
              : new int[count]);
    }
    double hidden = 0;
    try (EncoderFiles files = EncoderFiles.open(directory);
        Encoder encoder = Encoder.load(files, Device.CPU)) {
      List<float[]> states = encoder.states(ids, types);
      int width = files.shape().hidden();
      for (int layer = 0; layer < states.size(); layer++) {
        float[] expected = golden.floats("hidden_states." + layer);
        for (int r = 0; r < rows; r++) {
          int at = r * length * width;
          int end = at + ids.get(r).length * width;
          hidden =
              larger(
                  hidden,
                  difference(
                      Arrays.copyOfRange(expected, at, end),
                      Arrays.copyOfRange(states.get(layer), at, end)));
        }
      }
      // The golden embedding is the mean; where the directory says something else, sentences tell.
      if (!files.pooling().equals(List.of("mean")) || files.stages().contains("tanh")) {
        return String.format(
            Locale.ROOT, "hidden %.2e %s", hidden, hidden <= STATES ? "OK" : "differs");
      }
      double cosine = cosine(golden, encoder.embeddings(ids, types));
      return String.format(
          Locale.ROOT,
          "hidden %.2e cosine %.2e %s",
          hidden,
          cosine,
          hidden <= STATES && cosine <= EMBEDDINGS ? "OK" : "differs");
    }
  }

  /** Ids and embeddings of texts. */
  private static String sentences(Path model, Path reference, Path texts) throws IOException {
    var golden = new Safetensors(reference);
    var list = new ArrayList<String>();
    for (JsonNode text : JSON.readTree(texts.toFile())) {
      list.add(text.asText());
    }
    int length = golden.size("input_ids", 1);
    long[] lengths = golden.longs("lengths");
    int others = 0;
    try (EncoderFiles files = EncoderFiles.open(model)) {
      for (int i = 0; i < lengths.length; i++) {
        int[] expected = row(golden.longs("input_ids"), i * length, (int) lengths[i]);
        others += Arrays.equals(expected, files.tokens(list.get(i))) ? 0 : 1;
      }
    }
    try (SentenceEncoder encoder = SentenceEncoder.load(model, Device.CPU)) {
      List<float[]> embeddings = encoder.embed(list);
      int width = golden.size("embeddings", 1);
      float[] expected = golden.floats("embeddings");
      double largest = 0;
      for (int i = 0; i < lengths.length; i++) {
        largest =
            larger(
                largest,
                difference(
                    Arrays.copyOfRange(expected, i * width, (i + 1) * width), embeddings.get(i)));
      }
      double cosine = cosine(golden, embeddings);
      return String.format(
          Locale.ROOT,
          "texts with other ids %d, embeddings %.2e cosine %.2e %s",
          others,
          largest,
          cosine,
          others == 0 && largest <= EMBEDDINGS && cosine <= EMBEDDINGS ? "OK" : "differs");
    }
  }

  /** The largest of 1 - cosine of an embedding with the golden one. */
  private static double cosine(Safetensors golden, List<float[]> embeddings) {
    int width = golden.size("embeddings", 1);
    float[] expected = golden.floats("embeddings");
    double largest = 0;
    for (int i = 0; i < golden.size("embeddings", 0); i++) {
      float[] one = Arrays.copyOfRange(expected, i * width, (i + 1) * width);
      largest = larger(largest, 1 - Cosine.of(one, embeddings.get(i)));
    }
    return largest;
  }

  private static int[] row(long[] values, int from, int count) {
    return Arrays.stream(values, from, from + count).mapToInt(Math::toIntExact).toArray();
  }

  private static double difference(float[] expected, float[] actual) {
    if (expected.length != actual.length) {
      throw new AssertionError(
          expected.length + " values expected, " + actual.length + " computed");
    }
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = larger(largest, Math.abs(expected[i] - (double) actual[i]));
    }
    return largest;
  }

  /** A NaN must not hide behind comparisons that are false. */
  private static double larger(double a, double b) {
    return Double.isNaN(b) ? Double.POSITIVE_INFINITY : Math.max(a, b);
  }
}
