package org.modelassay.gap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Tokenizer;
import org.modelassay.statistics.Correlation;
import org.modelassay.statistics.Permutation;

/**
 * Checkpoints by their dispersion gap.
 *
 * @param ranked those that have a gap, the widest first
 * @param failed those that have none, in the order they were given
 * @param warnings what makes the order doubtful
 */
public record GapRanking(List<Ranked> ranked, List<Failed> failed, List<String> warnings) {
  private static final long SEED = 1;

  /** Copies the lists. */
  public GapRanking {
    ranked = List.copyOf(ranked);
    failed = List.copyOf(failed);
    warnings = List.copyOf(warnings);
  }

  /**
   * A checkpoint that has a gap.
   *
   * @param checkpoint its path
   * @param gap the gap
   * @param tokenizer digest of its tokenizer
   * @param seconds that the matrix took; headers and tokenizer are not in it
   */
  public record Ranked(Path checkpoint, DispersionGap gap, String tokenizer, double seconds) {
    /** Its file name. */
    public String name() {
      return String.valueOf(checkpoint.getFileName());
    }
  }

  /** A checkpoint that has none, and why. */
  public record Failed(Path checkpoint, String reason) {}

  /**
   * How the order goes together with known scores.
   *
   * @param checkpoints that have both
   * @param spearman Spearman's correlation of gap and score
   * @param pValue of it being above 0, by permutation
   */
  public record Agreement(int checkpoints, double spearman, double pValue) {}

  private record Sets(TokenSet domain, TokenSet everyday) {}

  /**
   * The checkpoints in a directory: its sub-directories and GGUF files, by name; hidden ones are
   * left out.
   *
   * @throws AssayException when there is none
   */
  public static List<Path> checkpoints(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> found =
          entries
              .filter(each -> !String.valueOf(each.getFileName()).startsWith("."))
              .filter(each -> Files.isDirectory(each) || each.toString().endsWith(".gguf"))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new AssayException(
            directory + " holds no checkpoint; expected directories or GGUF files in it");
      }
      return found;
    } catch (IOException e) {
      throw new AssayException(directory + " cannot be listed: " + e, e);
    }
  }

  /**
   * Ranks checkpoints. One that cannot be opened or has no gap does not keep the others from it.
   *
   * @param everyday its tokens that are of the domain are left out
   * @throws AssayException when none has a gap
   */
  public static GapRanking of(List<Path> checkpoints, TokenChoice domain, TokenChoice everyday) {
    var ranked = new ArrayList<Ranked>();
    var failed = new ArrayList<Failed>();
    // To decode a vocabulary takes longer than the rows; checkpoints of a family share it.
    Map<String, Sets> known = new HashMap<>();
    for (Path checkpoint : checkpoints) {
      try (ModelFiles model = ModelFiles.open(checkpoint)) {
        Tokenizer tokenizer = model.tokenizer();
        Sets sets = known.get(tokenizer.digest());
        if (sets == null) {
          TokenSet ours = domain.in(tokenizer, null);
          sets = new Sets(ours, everyday.in(tokenizer, ours));
          known.put(tokenizer.digest(), sets);
        }
        long start = System.nanoTime();
        DispersionGap gap = DispersionGap.of(model, sets.domain(), sets.everyday());
        ranked.add(
            new Ranked(checkpoint, gap, tokenizer.digest(), (System.nanoTime() - start) * 1e-9));
      } catch (AssayException e) {
        failed.add(new Failed(checkpoint, String.valueOf(e.getMessage())));
      }
    }
    if (ranked.isEmpty()) {
      throw new AssayException(
          "none of "
              + checkpoints.size()
              + " checkpoints can be ranked; the first: "
              + failed.get(0).reason());
    }
    ranked.sort(Comparator.comparing((Ranked each) -> -each.gap().value()));
    return new GapRanking(ranked, failed, warnings(ranked));
  }

  /**
   * Sets the gaps beside what is known of the checkpoints.
   *
   * @param scores by the checkpoint's file name, higher is better; those that are not ranked may be
   *     among them
   * @throws AssayException when fewer than three ranked checkpoints have one, or all scores are
   *     equal
   */
  public Agreement agreement(Map<String, Double> scores) {
    List<Ranked> known = ranked.stream().filter(each -> scores.containsKey(each.name())).toList();
    double[] gaps = known.stream().mapToDouble(each -> each.gap().value()).toArray();
    double[] theirs =
        known.stream()
            .mapToDouble(each -> Objects.requireNonNull(scores.get(each.name())))
            .toArray();
    double spearman = Correlation.spearman(gaps, theirs);
    if (known.size() < 3 || Double.isNaN(spearman)) {
      throw new AssayException(
          known.size() < 3
              ? "scores: "
                  + known.size()
                  + " of the ranked checkpoints have one, and a correlation needs 3; name them "
                  + ranked.stream().map(Ranked::name).toList()
              : "scores: all are equal, so that no order can be compared");
    }
    return new Agreement(
        known.size(),
        spearman,
        Permutation.spearman(gaps, theirs, Permutation.Alternative.GREATER, SEED));
  }

  private static List<String> warnings(List<Ranked> ranked) {
    var warnings = new ArrayList<String>();
    if (ranked.stream().map(Ranked::tokenizer).distinct().count() > 1) {
      warnings.add(
          "the checkpoints have "
              + ranked.stream().map(Ranked::tokenizer).distinct().count()
              + " tokenizers; gaps compare inside one family and tokenizer only");
    }
    if (ranked.stream().anyMatch(each -> each.gap().tied())) {
      warnings.add("tied: the output matrix is the input table, so that the gap is of both");
    }
    return warnings;
  }
}
