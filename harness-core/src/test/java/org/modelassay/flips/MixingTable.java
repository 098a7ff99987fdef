package org.modelassay.flips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.data.ChoiceTask;
import org.modelassay.dispersion.ranking.Mixing;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.CheckId;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.Outcome;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Tables;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.measure.MeasureResult;
import org.modelassay.model.HiddenState;
import org.modelassay.model.ModelSource;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * The mixing experiment with a real model, as the table of {@code docs/results.md}, for {@code
 * benchmarks/mixing}: {@code MixingTable MODEL CACHE ITEMS TASK...}, of each task the first ITEMS,
 * 0 for all. An item's state is that of the last layer at the last token of what stands in front of
 * its choices, the very tokens that the choices were scored behind.
 */
public final class MixingTable {
  private static final int SIZE = 100;
  private static final int SEEDS = 10;

  private MixingTable() {}

  /** Runs it. */
  public static void main(String[] args) {
    Path cache = Path.of(args[1]).toAbsolutePath();
    ModelSource model = Tables.source(Path.of(args[0]).toAbsolutePath(), "");
    int items = Integer.parseInt(args[2]);
    for (String task : List.of(args).subList(3, args.length)) {
      Path file = Path.of(task).toAbsolutePath();
      var answers = check("answers", new ChoicesMeasure(file, items), model);
      var states = check("states", new States(file, items), model);
      try (var session = new Session();
          var run =
              new Evaluation(
                  Tables.settings(cache),
                  session,
                  List.of(answers, states),
                  RunProgress.NONE,
                  () -> false)) {
        var answered = (ChoicesResult) result(run, answers);
        float[][] last = ((Found) result(run, states)).states();
        boolean[] right = new boolean[last.length];
        for (int i = 0; i < right.length; i++) {
          right[i] = answered.subject().answers().isCorrect(i);
        }
        print(task, right, Mixing.of(last, right, SIZE, SEEDS));
      }
    }
  }

  private static Check check(String name, Measure<?> measure, ModelSource model) {
    return new Check(
        new CheckId("Mixing", name),
        "Mixing",
        name,
        List.of(),
        measure,
        model,
        List.of(new Candidate("model", model)),
        List.of(),
        List.of());
  }

  private static Object result(Evaluation run, Check check) {
    Outcome outcome = run.outcome(check.id(), "model");
    if (outcome.error() != null) {
      throw new IllegalStateException(outcome.error());
    }
    return Objects.requireNonNull(outcome.result());
  }

  private static void print(String task, boolean[] right, Mixing mixing) {
    int correct = 0;
    for (boolean each : right) {
      correct += each ? 1 : 0;
    }
    double[] spearmans = mixing.spearmans();
    Arrays.sort(spearmans);
    System.out.printf(
        Locale.ROOT,
        "%n%s: %d of %d items right, slices of %d%n",
        Path.of(task).getFileName(),
        correct,
        right.length,
        mixing.size());
    double[] means = mixing.means();
    for (int share = 0; share < means.length; share++) {
      System.out.printf(Locale.ROOT, "| %d %% | %.4f |%n", 10 * share, means[share]);
    }
    System.out.printf(
        Locale.ROOT,
        "Spearman of the means %.3f, monotone %s; of single seeds %.3f to %.3f, mean %.3f%n",
        mixing.spearmanOfMeans(),
        mixing.monotone(),
        spearmans[0],
        spearmans[SEEDS - 1],
        Arrays.stream(spearmans).average().orElseThrow());
  }

  /**
   * States of prompts.
   *
   * @param states [items][width]
   */
  private record Found(float[][] states) implements MeasureResult {
    @Override
    public List<Figure> figures() {
      return List.of();
    }

    @Override
    public Object details() {
      return Map.of();
    }
  }

  /** Reads the state in front of each item's choices. */
  private record States(Path file, int items) implements Measure<Found> {
    @Override
    public String kind() {
      return "states";
    }

    @Override
    public List<Metric> metrics() {
      return List.of();
    }

    @Override
    public Map<String, String> settings() {
      return Map.of();
    }

    @Override
    public Class<Found> resultType() {
      return Found.class;
    }

    @Override
    public String dataDigest() {
      return ChoiceTask.read(file, items, -1).digest();
    }

    @Override
    public Plan<Found> plan(TextModel subject, @Nullable TextModel baseline) {
      ChoiceTokens tokens = ChoiceTokens.of(ChoiceTask.read(file, items, -1), subject);
      tokens.checkLengths(subject);
      var prompts = new ArrayList<TokenSequence>();
      for (int i = 0; i + 1 < tokens.first().length; i++) {
        TokenSequence choice = tokens.sequences().sequences().get(tokens.first()[i]);
        int[] prompt = Arrays.copyOf(choice.tokens(), choice.firstScored());
        prompts.add(new TokenSequence(choice.id(), prompt, choice.prefix(), prompt.length));
      }
      var last = HiddenState.ofBlock(subject.layers());
      var request =
          new Request.Scoring(
              SequenceSet.apart("prompts", prompts),
              Set.of(new Probe.Spread(List.of(last), false, false)));
      return new Plan<>() {
        @Override
        public List<Request<?>> ofSubject() {
          return List.of(request);
        }

        @Override
        public List<Request<?>> ofBaseline() {
          return List.of();
        }

        @Override
        public Found result(Answers answers) {
          return new Found(answers.ofSubject(request).spread(last).last());
        }
      };
    }
  }
}
