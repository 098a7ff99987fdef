package org.modelassay.flips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modelassay.data.ChoiceTask;
import org.modelassay.dispersion.ranking.Mixing;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.Check;
import org.modelassay.evaluation.Evaluation;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;
import org.modelassay.evaluation.Tables;
import org.modelassay.model.HiddenState;
import org.modelassay.model.ModelSource;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.Scorer;
import org.modelassay.reading.SequenceSet;
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
    Path directory = Path.of(args[0]).toAbsolutePath();
    ModelSource model = Tables.source(directory, "");
    int items = Integer.parseInt(args[2]);
    for (String task : List.of(args).subList(3, args.length)) {
      Path file = Path.of(task).toAbsolutePath();
      Check check =
          Tables.check(
              "Mixing",
              "answers",
              task,
              new ChoicesMeasure(file, items),
              model,
              List.of(new Candidate("model", model)));
      ChoicesResult answered;
      try (var session = new Session();
          var run =
              new Evaluation(
                  Tables.settings(cache), session, List.of(check), RunProgress.NONE, () -> false)) {
        answered = Tables.result(run, check, "model", ChoicesResult.class);
      }
      float[][] last = states(directory, file, items, cache);
      boolean[] right = new boolean[last.length];
      for (int i = 0; i < right.length; i++) {
        right[i] = answered.subject().answers().isCorrect(i);
      }
      print(task, right, Mixing.of(last, right, SIZE, SEEDS));
    }
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

  /** The state in front of each item's choices, [items][width]. */
  private static float[][] states(Path model, Path file, int items, Path cache) {
    try (LocalModel read = LocalModels.open(model, "", cache)) {
      ChoiceTokens tokens = ChoiceTokens.of(ChoiceTask.read(file, items, -1), read);
      var prompts = new ArrayList<TokenSequence>();
      for (int i = 0; i + 1 < tokens.first().length; i++) {
        TokenSequence choice = tokens.sequences().sequences().get(tokens.first()[i]);
        int[] prompt = Arrays.copyOf(choice.tokens(), choice.firstScored());
        prompts.add(new TokenSequence(choice.id(), prompt, choice.prefix(), prompt.length));
      }
      HiddenState last = HiddenState.ofBlock(read.layers());
      return new Scorer(new ReadingStore(cache), LocalModel::decoder, Progress.NONE, () -> false)
          .read(
              read,
              SequenceSet.apart("prompts", prompts),
              Set.of(new Probe.Spread(List.of(last), false)),
              null,
              "mixing")
          .spread(last)
          .last();
    }
  }
}
