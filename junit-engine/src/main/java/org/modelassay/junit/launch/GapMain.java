package org.modelassay.junit.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.modelassay.AssayException;
import org.modelassay.gap.DispersionGap;
import org.modelassay.gap.GapRanking;
import org.modelassay.gap.GapRanking.Ranked;
import org.modelassay.gap.TokenChoice;

/** Ranks checkpoints by their dispersion gap, and prints them with bars. */
public final class GapMain extends Program {
  private static final List<String> OPTIONS =
      List.of("--models", "--domain", "--everyday", "--scores");
  private static final int BAR = 24;

  GapMain(PrintStream out) {
    super(out);
  }

  /**
   * Runs.
   *
   * @param arguments {@code --models} a directory of checkpoints, or several checkpoints with
   *     commas between; {@code --domain} and {@code --everyday} token sets, as {@link
   *     TokenChoice#of} reads them
   */
  public static void main(String[] arguments) {
    System.exit(new GapMain(standardOut()).run(arguments));
  }

  @Override
  void perform(String... arguments) {
    var options = new Options(OPTIONS, List.of(arguments));
    List<Path> checkpoints = checkpoints(options.needed("--models"));
    String domain = options.needed("--domain");
    String everyday = Objects.requireNonNullElse(options.get("--everyday"), "everyday-english");
    String scores = options.get("--scores");
    Map<String, Double> known = scores == null ? Map.of() : scores(Path.of(scores));
    GapRanking ranking =
        GapRanking.of(checkpoints, TokenChoice.of(domain), TokenChoice.of(everyday));
    List<String> lines = lines(ranking, domain, everyday);
    lines.subList(0, lines.size() - 1).forEach(out::println);
    if (scores != null) {
      out.println(agreement(ranking.agreement(known), scores));
    }
    out.println(lines.get(lines.size() - 1));
  }

  /**
   * Known scores by name of the checkpoint.
   *
   * @throws AssayException when the file cannot be read or a score is no number
   */
  private static Map<String, Double> scores(Path file) {
    var properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new AssayException(
          file + " cannot be read as lines of checkpoint = score: " + e.getMessage(), e);
    }
    Map<String, Double> scores = new HashMap<>();
    for (String name : properties.stringPropertyNames()) {
      String score = properties.getProperty(name).strip();
      double value;
      try {
        value = Double.parseDouble(score);
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!Double.isFinite(value)) {
        throw new AssayException(
            file
                + ": the score of "
                + name
                + " is '"
                + score
                + "', which is no number; correct it");
      }
      scores.put(name, value);
    }
    return scores;
  }

  private static String agreement(GapRanking.Agreement agreement, String scores) {
    return String.format(
        Locale.ROOT,
        "with the scores of %s: Spearman's correlation %.3f over %d checkpoints, p = %.4f by"
            + " permutation",
        scores,
        agreement.spearman(),
        agreement.checkpoints(),
        agreement.pValue());
  }

  private static List<Path> checkpoints(String models) {
    return models.contains(",")
        ? Arrays.stream(models.split("\\s*,\\s*")).map(Path::of).toList()
        : GapRanking.checkpoints(Path.of(models));
  }

  /** The ranking as lines: a head, a checkpoint each, what has no gap, warnings, and a sum. */
  static List<String> lines(GapRanking ranking, String domain, String everyday) {
    var lines = new ArrayList<String>();
    int width = ranking.ranked().stream().mapToInt(each -> each.name().length()).max().orElse(0);
    double widest = ranking.ranked().get(0).gap().value();
    lines.add("dispersion gap of " + domain + " from " + everyday + ", the widest first");
    for (Ranked each : ranking.ranked()) {
      DispersionGap gap = each.gap();
      // Bars begin at 0: a small difference looks small.
      int bar = widest > 0 ? (int) Math.max(0, Math.round(BAR * gap.value() / widest)) : 0;
      lines.add(
          String.format(
              Locale.ROOT,
              "%-"
                  + Math.max(1, width)
                  + "s  %-"
                  + BAR
                  + "s  %.4f = within %.4f + between %.4f;"
                  + " %d and %d tokens%s; %.0f ms",
              each.name(),
              "#".repeat(bar),
              gap.value(),
              gap.within(),
              gap.between(),
              gap.domain(),
              gap.everyday(),
              gap.tied() ? ", tied" : "",
              1000 * each.seconds()));
    }
    ranking.failed().forEach(each -> lines.add("not ranked: " + each.reason()));
    ranking.warnings().forEach(warning -> lines.add("note: " + warning));
    lines.add(
        ranking.ranked().size()
            + " checkpoints ranked, "
            + ranking.failed().size()
            + " not; widest: "
            + ranking.ranked().get(0).name());
    return lines;
  }
}
