package org.modelassay.torch;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.arithmetic.Bits;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.model.ModelFiles;
import org.modelassay.treatment.Treatment;

/**
 * Compares the log-probability of every token of some texts with that of the reference
 * implementation, for real models, as they are and quantised at load: windows of 512, the first of
 * which begins with the model's prefix token, each next with the last token that was scored. Then
 * codes the texts: what comes out may be a thousandth longer than the reference's log-probabilities
 * say.
 */
public final class GoldenReal {
  /**
   * Nats. The reference's own two ways of attention differ by as much in the tails of a vocabulary
   * of 262,144: a wrong implementation differs by whole nats.
   */
  static final double TOLERANCE = 1e-3;

  /** The coded size over the sum of the reference's -log2 p, less 1. */
  private static final double OVERHEAD = 1e-3;

  private static final int WINDOW = 512;
  private static final Map<String, String> TREATMENTS =
      Map.of(
          "base", "",
          "int8", "quantize(bits=8,symmetric=true)",
          "int4-g64", "quantize(bits=4,group=64)");

  private GoldenReal() {}

  /**
   * A line for each model, source and treatment, whose last word is {@code OK}, {@code differs} or
   * {@code absent}.
   *
   * @param golden the golden folder
   * @param models folder with GGUF files and directories converted from them, or null
   */
  public static List<String> compareAll(Path golden, @Nullable Path models) {
    Path folder = golden.resolve("real");
    var lines = new ArrayList<String>();
    if (!Files.isDirectory(folder)) {
      return lines;
    }
    try (Stream<Path> list = Files.list(folder)) {
      for (Path description : list.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        String name = description.getFileName().toString().replaceAll("\\.json$", "");
        List<Path> sources = models == null ? List.of() : sources(models, name);
        if (sources.isEmpty()) {
          lines.add("real/" + name + " absent");
        }
        int prefix =
            new ObjectMapper().readTree(description.toFile()).path("prefix_token").asInt(-1);
        for (Path source : sources) {
          compare(name, source, prefix, texts(folder, name), lines);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static List<Path> sources(Path models, String name) throws IOException {
    try (Stream<Path> list = Files.list(models)) {
      return list.filter(
              f -> {
                String file = f.getFileName().toString();
                return Files.exists(f.resolve("config.json"))
                    ? file.equals(name)
                    : file.startsWith(name) && file.endsWith(".gguf");
              })
          .sorted()
          .toList();
    }
  }

  private static Map<String, Safetensors> texts(Path folder, String name) throws IOException {
    var texts = new LinkedHashMap<String, Safetensors>();
    try (Stream<Path> list = Files.list(folder)) {
      for (Path file : list.sorted().toList()) {
        String text = file.getFileName().toString();
        if (text.startsWith(name + ".") && text.endsWith(".safetensors")) {
          texts.put(
              text.substring(name.length() + 1, text.length() - ".safetensors".length()),
              new Safetensors(file));
        }
      }
    }
    return texts;
  }

  private static void compare(
      String name, Path source, int prefix, Map<String, Safetensors> texts, List<String> lines) {
    String kind = Files.isDirectory(source) ? "directory" : "gguf";
    for (String treatment : new TreeSet<>(TREATMENTS.keySet())) {
      if (texts.values().stream().noneMatch(t -> t.names().contains("logprob." + treatment))) {
        continue;
      }
      String text = TREATMENTS.getOrDefault(treatment, "");
      WeightTreatment applied = text.isEmpty() ? WeightTreatment.NONE : Treatment.parse(text);
      double largest = 0;
      double sum = 0;
      double nats = 0;
      long tokens = 0;
      double bits = 0;
      var coder = new RangeEncoder();
      try (ModelFiles model = ModelFiles.open(source);
          Decoder decoder = Decoder.load(model, applied, Precision.FLOAT32, Device.CPU)) {
        for (Safetensors golden : texts.values()) {
          float[] expected = golden.floats("logprob." + treatment);
          float[] actual = score(decoder, ids(golden), prefix, coder);
          double natsHere = 0;
          double natsThere = 0;
          for (int i = 0; i < expected.length; i++) {
            double d = Math.abs(expected[i] - (double) actual[i]);
            largest = d <= largest ? largest : d;
            sum += d;
            natsHere += actual[i];
            natsThere += expected[i];
          }
          nats = Math.max(nats, Math.abs(natsHere - natsThere) / expected.length);
          tokens += expected.length;
          bits += Bits.ofNats(-natsThere);
        }
      }
      double overhead = 8L * coder.finish().length / bits - 1;
      lines.add(
          String.format(
              Locale.ROOT,
              "real/%s %s %s tokens %d max %.2e mean %.2e of-mean %.1e nats coded in %.0f bits and"
                  + " %+.4f %% %s",
              name,
              kind,
              treatment,
              tokens,
              largest,
              sum / tokens,
              nats,
              bits,
              100 * overhead,
              largest <= TOLERANCE && overhead <= OVERHEAD ? "OK" : "differs"));
    }
  }

  private static long[] ids(Safetensors golden) {
    return golden.type("token_ids").equals("I64")
        ? golden.longs("token_ids")
        : Arrays.stream(golden.ints("token_ids")).asLongStream().toArray();
  }

  /** The log-probability of each token; codes it, too. */
  private static float[] score(Decoder decoder, long[] tokens, int prefix, RangeEncoder coder) {
    float[] scores = new float[tokens.length];
    for (int scored = 0; scored < tokens.length; ) {
      int end = Math.min(tokens.length, scored + WINDOW);
      // Inputs stand one place before their targets; place -1 is the prefix token.
      int from = scored == 0 ? -1 : Math.max(end - 1 - WINDOW, -1);
      int[] row = new int[end - 1 - from];
      for (int i = 0; i < row.length; i++) {
        row[i] = from + i < 0 ? prefix : (int) tokens[from + i];
      }
      int first = scored - 1 - from;
      long[] positions = new long[end - scored];
      Arrays.setAll(positions, i -> first + i);
      try (Decoder.Pass pass = decoder.read(List.of(row), List.of());
          Tensor h = pass.last(new long[positions.length], positions)) {
        OutputHead.Scores part =
            decoder.head().score(h, Arrays.copyOfRange(tokens, scored, end), true);
        System.arraycopy(part.logLikelihoods(), 0, scores, scored, end - scored);
        long[] intervals = part.intervals();
        for (int i = 0; i < intervals.length; i += 3) {
          coder.encode(intervals[i], intervals[i + 1], intervals[i + 2]);
        }
      }
      scored = end;
    }
    return scores;
  }
}
