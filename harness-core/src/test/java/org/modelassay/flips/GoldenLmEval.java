package org.modelassay.flips;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.ChoiceItem;
import org.modelassay.measure.Measure;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.Scorer;
import org.modelassay.reading.TokenSequence;

/**
 * Runs task files with real models and compares contexts, token counts, the log-likelihood of every
 * choice and both accuracies with a run of lm-evaluation-harness.
 */
public final class GoldenLmEval {
  /** Nats of a choice. */
  static final double TOLERANCE = 1e-3;

  private static final String TREATED = "-int4-g64";

  private GoldenLmEval() {}

  /**
   * A line for each {@code TASK.MODEL.json} of multiple choices, whose last word is {@code OK},
   * {@code differs} or {@code absent}.
   *
   * @param golden folder of these files
   * @param tasks folder with the task files, or null
   * @param models folder with model directories, or null
   */
  public static List<String> compareAll(Path golden, @Nullable Path tasks, @Nullable Path models) {
    var lines = new ArrayList<String>();
    try (Stream<Path> list = Files.list(golden)) {
      for (Path file : list.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        JsonNode expected = new ObjectMapper().readTree(file.toFile());
        if (!expected.path("docs").path(0).has("choices")) {
          continue;
        }
        String name = "lm-eval/" + file.getFileName().toString().replaceAll("\\.json$", "");
        String model = expected.path("model").asText();
        String base = model.replace(TREATED, "");
        if (tasks == null || models == null || Files.notExists(models.resolve(base))) {
          lines.add(name + " absent");
          continue;
        }
        Path task = taskFile(tasks, expected.path("task").asText());
        Path cache = Files.createTempDirectory("assay-golden");
        String treatment = model.endsWith(TREATED) ? "quantize(bits=4,group=64)" : "";
        try (LocalModel opened = LocalModels.open(models.resolve(base), treatment, cache)) {
          lines.add(name + " " + compare(expected, task, opened, cache));
        } finally {
          delete(cache);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  private static Path taskFile(Path tasks, String name) throws IOException {
    Pattern names = Pattern.compile("(?m)^\"?(task|group)\"?: \"?" + Pattern.quote(name) + "\"?$");
    try (Stream<Path> files = Files.walk(tasks)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        if (names.matcher(Files.readString(file)).find()) {
          return file;
        }
      }
    }
    throw new IllegalArgumentException(tasks + " has no task " + name);
  }

  private static String compare(JsonNode expected, Path task, LocalModel model, Path cache) {
    JsonNode docs = expected.get("docs");
    Measure.Plan<ChoicesResult> plan = new ChoicesMeasure(task, docs.size()).plan(model, null);
    ScoredReading[] reading = new ScoredReading[1];
    var scorer =
        new Scorer(new ReadingStore(cache), LocalModel::decoder, Progress.NONE, () -> false);
    ChoicesResult result =
        plan.result(
            new Measure.Answers() {
              @Override
              @SuppressWarnings("unchecked") // a Scoring is a Request<ScoredReading>
              public <A> A ofSubject(Request<A> request) {
                var scoring = (Request.Scoring) request;
                ScoredReading read =
                    (scoring.halved() ? scorer.halved() : scorer)
                        .read(model, scoring.sequences(), scoring.probes(), null, "golden");
                reading[0] = scoring.halved() ? reading[0] : read;
                return (A) read;
              }

              @Override
              public <A> A ofBaseline(Request<A> request) {
                throw new IllegalStateException();
              }
            });

    Map<String, Choice> choices = choices(reading[0]);
    Map<String, ChoiceItem> items = new HashMap<>();
    Set<String> right = new HashSet<>();
    for (int i = 0; i < result.items().size(); i++) {
      ChoiceItem item = result.items().get(i);
      items.put(item.id(), item);
      if (result.details().answers().charAt(i) - 'A' == item.answer()) {
        right.add(item.id());
      }
    }
    double largest = 0;
    int wrongTokens = 0;
    int wrongAnswers = 0;
    int compared = 0;
    for (JsonNode doc : docs) {
      String id = doc.get("id").asText();
      ChoiceItem item = items.get(id);
      if (item == null || item.answer() != doc.get("gold").asInt()) {
        return "has no item " + id + " with its right choice differs";
      }
      wrongAnswers += right.contains(id) == (doc.get("acc").asDouble() == 1) ? 0 : 1;
      for (int j = 0; j < doc.get("choices").size(); j++) {
        JsonNode golden = doc.get("choices").get(j);
        Choice choice = Objects.requireNonNull(choices.get(id + "/" + j));
        boolean tokens =
            choice.sequence.firstScored() == doc.get("context_tokens").asInt()
                && choice.sequence.scored() == golden.get(2).asInt();
        wrongTokens += tokens ? 0 : 1;
        double d = Math.abs(choice.nats - golden.get(0).asDouble());
        largest = d <= largest ? largest : d;
        compared++;
      }
    }
    JsonNode of = expected.path("results").path(expected.path("task").asText());
    boolean accuracies =
        result.accuracy() == of.path("acc,none").asDouble()
            && (!of.has("acc_norm,none")
                || result.accuracyNormalized() == of.path("acc_norm,none").asDouble());
    int wrongPrompts = prompts(expected.get("prompts"), items);
    boolean same =
        largest <= TOLERANCE
            && wrongTokens + wrongAnswers + wrongPrompts == 0
            && items.size() == docs.size()
            && accuracies;
    return String.format(
        Locale.ROOT,
        "items %d choices %d max %.2e token-counts-off %d answers-off %d prompts-off %d acc %.4f"
            + " acc_norm %.4f %s",
        items.size(),
        compared,
        largest,
        wrongTokens,
        wrongAnswers,
        wrongPrompts,
        result.accuracy(),
        result.accuracyNormalized(),
        same ? "OK" : "differs");
  }

  /** How many prompts no item has. */
  private static int prompts(JsonNode prompts, Map<String, ChoiceItem> items) {
    int missing = 0;
    for (JsonNode prompt : prompts) {
      String context = prompt.get("context").textValue();
      var continuations = new ArrayList<String>();
      prompt.get("continuations").forEach(each -> continuations.add(each.textValue()));
      missing +=
          items.values().stream()
                  .anyMatch(
                      item ->
                          item.context().equals(context)
                              && item.choices().stream()
                                  .map(choice -> item.delimiter() + choice)
                                  .toList()
                                  .equals(continuations))
              ? 0
              : 1;
    }
    return missing;
  }

  private record Choice(TokenSequence sequence, double nats) {}

  private static Map<String, Choice> choices(ScoredReading reading) {
    var choices = new HashMap<String, Choice>();
    for (int s = 0; s < reading.sequences().sequences().size(); s++) {
      double sum = 0;
      for (int t = reading.sequences().offset(s); t < reading.sequences().offset(s + 1); t++) {
        sum += reading.logLikelihoods()[t];
      }
      TokenSequence sequence = reading.sequences().sequences().get(s);
      choices.put(sequence.id(), new Choice(sequence, sum));
    }
    return choices;
  }
}
