package org.modelassay.dispersion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.Corpus;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.ScoredReading.LayerSpread;
import org.modelassay.reading.Scorer;
import org.modelassay.statistics.CosineDispersion;

/**
 * Dispersion of real models, layer by layer and segment by segment, beside what transformers and
 * all pairs give.
 */
public final class GoldenDispersion {
  private static final double ABSOLUTE = 1e-4;

  private static final Map<String, String> TREATMENTS =
      new TreeMap<>(
          Map.of(
              "base", "",
              "int8", "quantize(bits=8, symmetric=true)",
              "int4-g64", "quantize(bits=4, group=64)"));

  private GoldenDispersion() {}

  /**
   * A line for each text and model, whose last word is {@code OK}, {@code differs} or {@code
   * absent}.
   *
   * @param golden the golden folder
   * @param texts folder with the texts, or null
   * @param models folder with the models' directories, or null
   * @param scratch an empty folder
   */
  public static List<String> compareAll(
      Path golden, @Nullable Path texts, @Nullable Path models, Path scratch) {
    var lines = new ArrayList<String>();
    try (Stream<Path> files = Files.list(golden.resolve("real"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        JsonNode expected = new ObjectMapper().readTree(file.toFile());
        String name = expected.path("model").asText();
        Path model = models == null ? null : models.resolve(name);
        for (Map.Entry<String, String> treatment : TREATMENTS.entrySet()) {
          compare(expected, name, model, texts, treatment, scratch, lines);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static void compare(
      JsonNode expected,
      String name,
      @Nullable Path directory,
      @Nullable Path texts,
      Map.Entry<String, String> treatment,
      Path scratch,
      List<String> lines)
      throws IOException {
    if (directory == null || texts == null || !Files.exists(directory)) {
      lines.add("dispersion/" + name + " " + treatment.getKey() + " absent");
      return;
    }
    try (LocalModel model = LocalModels.open(directory, treatment.getValue(), scratch)) {
      var scorer =
          new Scorer(new ReadingStore(scratch), LocalModel::decoder, Progress.NONE, () -> false);
      var states = new ArrayList<HiddenState>();
      for (int layer = 0; layer <= model.layers(); layer++) {
        states.add(HiddenState.ofBlock(layer));
      }
      var beforeNorm = new HiddenState(model.layers(), Sublayer.MLP);
      states.add(beforeNorm);
      for (Map.Entry<String, JsonNode> text : expected.path("texts").properties()) {
        Path folder = Files.createDirectories(scratch.resolve("text-" + text.getKey()));
        Files.copy(
            texts.resolve(text.getKey()),
            folder.resolve(text.getKey()),
            StandardCopyOption.REPLACE_EXISTING);
        ScoredReading reading =
            scorer.read(
                model,
                Segments.of(
                    Corpus.read(folder),
                    model,
                    DispersionSettings.of(List.of(-1), expected.path("segment").asInt(), false)),
                Set.of(new Probe.Spread(states, false)),
                null,
                "golden");
        JsonNode there = text.getValue().path("dispersion").path(treatment.getKey());
        double worst = 0;
        for (HiddenState state : states) {
          LayerSpread spread = reading.spread(state);
          double within = Arrays.stream(spread.within()).average().orElseThrow();
          double across = new CosineDispersion(spread.last()).mean();
          boolean last = state.equals(beforeNorm);
          JsonNode ofWithin =
              last
                  ? there.get("within_last_block_before_norm")
                  : there.get("within").get(state.layer());
          JsonNode ofAcross =
              last
                  ? there.get("across_last_block_before_norm")
                  : there.get("across").get(state.layer());
          worst = Math.max(worst, Math.abs(within - ofWithin.asDouble()));
          worst = Math.max(worst, Math.abs(across - ofAcross.asDouble()));
        }
        LayerSpread last = reading.spread(HiddenState.ofBlock(model.layers()));
        JsonNode segments = there.get("within_per_segment_last_layer");
        boolean same = segments.size() == last.within().length;
        for (int i = 0; same && i < segments.size(); i++) {
          worst = Math.max(worst, Math.abs(last.within()[i] - segments.get(i).asDouble()));
        }
        lines.add(
            String.format(
                Locale.ROOT,
                "dispersion/%s %s %s: %d states, %d segments, largest difference %.1e %s",
                name,
                treatment.getKey(),
                text.getKey(),
                states.size(),
                last.within().length,
                worst,
                same && worst <= ABSOLUTE ? "OK" : "differs"));
      }
    }
  }
}
