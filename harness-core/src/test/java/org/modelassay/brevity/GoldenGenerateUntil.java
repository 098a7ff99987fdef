package org.modelassay.brevity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.generation.Generator;
import org.modelassay.measure.Measure;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;
import org.modelassay.reading.Sampling;

/**
 * Runs {@code generate_until} task files with real models and compares prompts, outputs, the answer
 * of every filter pipeline, whether it is right, and the means with a run of lm-evaluation-harness.
 */
public final class GoldenGenerateUntil {
  private GoldenGenerateUntil() {}

  /**
   * A line for each {@code TASK.MODEL.json} of outputs, whose last word is {@code OK}, {@code
   * differs} or {@code absent}.
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
        if (!expected.path("docs").path(0).has("output")) {
          continue;
        }
        String name = "lm-eval/" + file.getFileName().toString().replaceAll("\\.json$", "");
        String model = expected.path("model").asText();
        if (tasks == null || models == null || Files.notExists(models.resolve(model))) {
          lines.add(name + " absent");
          continue;
        }
        Path task = taskFile(tasks, expected.path("task").asText());
        Path digests = Files.createTempDirectory("digests");
        try (LocalModel opened = LocalModels.open(models.resolve(model), "", digests)) {
          lines.add(name + " " + compare(expected, task, opened));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  private static Path taskFile(Path tasks, String name) throws IOException {
    Pattern names = Pattern.compile("(?m)^task: " + Pattern.quote(name) + "$");
    try (Stream<Path> files = Files.walk(tasks)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        if (names.matcher(Files.readString(file)).find()) {
          return file;
        }
      }
    }
    throw new IllegalArgumentException(tasks + " has no task " + name);
  }

  private static String compare(JsonNode expected, Path task, LocalModel model) {
    JsonNode docs = expected.get("docs");
    int items =
        (int)
            IntStream.range(0, docs.size())
                .map(i -> docs.get(i).get("doc_id").asInt())
                .distinct()
                .count();
    Measure.Plan<GenerationResult> plan =
        new GenerationMeasure(task, items, -1, "", 0, List.of(), Sampling.GREEDY).plan(model, null);
    GenerationResult result =
        plan.result(
            new Measure.Answers() {
              @Override
              @SuppressWarnings("unchecked") // a Generating is a Request<Continuations>
              public <A> A ofSubject(Request<A> request) {
                return (A)
                    new Generator(Progress.NONE, () -> false)
                        .generate(model, model.decoder(), (Request.Generating) request, "golden");
              }

              @Override
              public <A> A ofBaseline(Request<A> request) {
                throw new IllegalStateException();
              }
            });

    GenerationDetails details = result.details();
    List<String> filters = details.scores().stream().map(GenerationDetails.Score::filter).toList();
    String name = expected.path("task").asText();
    Map<String, GenerationDetails.Output> outputs =
        details.outputs().stream()
            .collect(Collectors.toMap(GenerationDetails.Output::id, Function.identity()));
    int wrongOutputs = 0;
    int wrongAnswers = 0;
    int wrongTargets = 0;
    for (JsonNode doc : docs) {
      GenerationDetails.Output output =
          Objects.requireNonNull(outputs.get(name + "#" + doc.get("doc_id").asInt()));
      GenerationDetails.Answer answer =
          output.answers().get(filters.indexOf(doc.get("filter").asText()));
      wrongTargets += output.references().equals(List.of(doc.get("target").asText())) ? 0 : 1;
      wrongOutputs += output.text().equals(doc.get("output").asText()) ? 0 : 1;
      wrongAnswers +=
          answer.text().equals(doc.get("filtered").asText())
                  && answer.right() == (doc.get("exact_match").asDouble() == 1)
              ? 0
              : 1;
    }
    int wrongPrompts = 0;
    for (JsonNode prompt : expected.get("prompts")) {
      GenerationDetails.Output output =
          Objects.requireNonNull(outputs.get(name + "#" + prompt.get("doc_id").asInt()));
      wrongPrompts += output.prompt().equals(prompt.get("context").asText()) ? 0 : 1;
    }
    boolean means = true;
    for (GenerationDetails.Score score : details.scores()) {
      double mean =
          expected.path("results").path(name).path("exact_match," + score.filter()).asDouble(-1);
      means &= mean == (double) score.right() / score.prompts();
    }
    boolean same =
        wrongOutputs + wrongAnswers + wrongTargets + wrongPrompts == 0
            && docs.size() == items * filters.size()
            && means;
    return String.format(
        Locale.ROOT,
        "items %d filters %d tokens %.0f prompts-off %d of %d targets-off %d outputs-off %d"
            + " answers-off %d of %d exact_match %.4f %s",
        items,
        filters.size(),
        result.meanLength() * items,
        wrongPrompts,
        expected.get("prompts").size(),
        wrongTargets,
        wrongOutputs,
        wrongAnswers,
        docs.size(),
        result.exactMatch(),
        same ? "OK" : "differs");
  }
}
