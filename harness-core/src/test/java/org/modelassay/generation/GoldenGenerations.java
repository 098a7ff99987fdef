package org.modelassay.generation;

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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;
import org.modelassay.reading.TokenSequence;

/**
 * Compares greedy continuations with what the reference wrote, token for token, all prompts of a
 * file in one call. Where the reference's best logit leads the second by less than {@link #TIE},
 * rounding decides and the rest of that continuation is not compared.
 */
public final class GoldenGenerations {
  static final double TIE = 1e-4;

  private GoldenGenerations() {}

  /**
   * One comparison.
   *
   * @param name the model's
   * @param prompts compared
   * @param equal prompts to which every token is equal
   * @param tokens of the reference's outputs
   * @param differences prompt, place, and the reference's lead there
   * @param largestLead at a difference; 0 without one
   */
  record Comparison(
      String name,
      int prompts,
      int equal,
      int tokens,
      List<String> differences,
      double largestLead) {
    boolean holds() {
      return largestLead < TIE;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "generations/%s %d of %d prompts equal, %d tokens%s %s",
          name,
          equal,
          prompts,
          tokens,
          differences.isEmpty() ? "" : "; " + String.join(", ", differences),
          holds() ? "OK" : "differs");
    }
  }

  /**
   * A line for each file of {@code generations}, whose last word is {@code OK}, {@code differs} or
   * {@code absent}.
   *
   * @param models folder with the models by the files' names, or null
   */
  public static List<String> compareAll(Path generations, @Nullable Path models) {
    var lines = new ArrayList<String>();
    try (Stream<Path> list = Files.list(generations)) {
      for (Path file : list.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        String name = file.getFileName().toString().replaceAll("\\.json$", "");
        if (models == null || !Files.isDirectory(models.resolve(name))) {
          lines.add("generations/" + name + " absent");
        } else {
          lines.add(compare(models.resolve(name), file).toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  static Comparison compare(Path directory, Path file) throws IOException {
    JsonNode golden = new ObjectMapper().readTree(file.toFile());
    var ends = new TreeSet<Integer>();
    golden.get("end_tokens").forEach(end -> ends.add(end.asInt()));
    var prompts = new ArrayList<TokenSequence>();
    for (JsonNode prompt : golden.get("prompts")) {
      int[] ids = ints(prompt.get("ids"));
      prompts.add(new TokenSequence(prompt.get("id").asText(), ids, 0, ids.length));
    }
    Path digests = Files.createTempDirectory("digests");
    Continuations actual;
    try (LocalModel model = LocalModels.open(directory, "", digests)) {
      actual =
          new Generator(Progress.NONE, () -> false)
              .generate(
                  model,
                  model.decoder(),
                  new Request.Generating(
                      file.toString(), prompts, golden.get("max_new_tokens").asInt(), ends),
                  "test");
    }
    int equal = 0;
    int tokens = 0;
    double largest = 0;
    var differences = new ArrayList<String>();
    for (int i = 0; i < prompts.size(); i++) {
      JsonNode prompt = golden.get("prompts").get(i);
      int[] expected = ints(prompt.get("output"));
      tokens += expected.length;
      int at = Arrays.mismatch(expected, actual.outputs().get(i));
      if (at < 0) {
        equal++;
        if (actual.truncated()[i] == prompt.get("ended").asBoolean()) {
          differences.add(prompts.get(i).id() + " ends otherwise");
          largest = Double.POSITIVE_INFINITY;
        }
      } else {
        JsonNode margin = prompt.get("margins").path(at);
        double lead = margin.isNumber() ? margin.asDouble() : Double.POSITIVE_INFINITY;
        differences.add(
            String.format(Locale.ROOT, "%s at %d where %.1e leads", prompts.get(i).id(), at, lead));
        largest = Math.max(largest, lead);
      }
    }
    return new Comparison(
        directory.getFileName().toString(), prompts.size(), equal, tokens, differences, largest);
  }

  private static int[] ints(JsonNode array) {
    return new ObjectMapper().convertValue(array, int[].class);
  }
}
