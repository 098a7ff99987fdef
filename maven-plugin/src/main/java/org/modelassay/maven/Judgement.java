package org.modelassay.maven;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Printable;
import org.modelassay.flips.ChoicesDetails;
import org.modelassay.gate.Verdict;
import org.modelassay.record.RunRecord;

/**
 * What a record says against the module.
 *
 * @param lines everything that is wrong, a line each, worst flips indented under their check
 * @param leaves checks run, each candidate counted
 * @param open limits that the items do not decide and that therefore do not fail, a line each
 * @param breaches broken limits and regressions
 * @param assertions checks whose own assertions failed
 * @param errors checks that could not be measured
 * @param firstError the first of those and why, or null
 */
record Judgement(
    List<String> lines,
    List<String> open,
    int leaves,
    int breaches,
    int assertions,
    int errors,
    @Nullable String firstError) {
  private static final int FLIPS = 3;
  private static final int TEXT_LENGTH = 60;

  /** Reads the verdicts of a record; computes nothing. */
  static Judgement of(RunRecord record) {
    List<String> lines = new ArrayList<>();
    List<String> open = new ArrayList<>();
    int leaves = 0;
    int breaches = 0;
    int assertions = 0;
    int errors = 0;
    String firstError = null;
    for (RunRecord.CheckRecord check : record.checks()) {
      for (RunRecord.Leaf leaf : check.leaves()) {
        leaves++;
        String name = Naming.of(check, leaf);
        int before = lines.size();
        if (leaf.status() == RunRecord.Status.ERROR) {
          errors++;
          String why = name + ": " + oneLine(leaf.error(), "no reason was recorded");
          firstError = firstError == null ? why : firstError;
          lines.add("ERROR  " + why);
        }
        for (Verdict verdict : leaf.verdicts()) {
          if (verdict.fails()) {
            breaches++;
            String word = verdict.status() == Verdict.Status.UNDECIDED ? "UNDECIDED " : "BROKEN ";
            lines.add(word + name + ": " + Printable.of(verdict.message()));
          } else if (verdict.status() == Verdict.Status.UNDECIDED) {
            open.add("UNDECIDED " + name + ": " + Printable.of(verdict.message()));
          }
        }
        if (leaf.failure() != null) {
          assertions++;
          lines.add("FAILED " + name + ": " + oneLine(leaf.failure(), ""));
        }
        if (leaf.status() == RunRecord.Status.FAILED && lines.size() == before) {
          assertions++;
          lines.add("FAILED " + name + ": no reason was recorded");
        }
        if (lines.size() > before) {
          lines.addAll(worstFlips(check, leaf));
        }
      }
    }
    return new Judgement(lines, open, leaves, breaches, assertions, errors, firstError);
  }

  /** Whether everything holds. */
  boolean holds() {
    return lines.isEmpty();
  }

  /** What is wrong, in numbers, such as {@code 2 limits broken, 1 check with an error}. */
  String counts() {
    List<String> counts = new ArrayList<>();
    if (breaches > 0) {
      counts.add(number(breaches, "limit") + " broken");
    }
    if (assertions > 0) {
      counts.add(number(assertions, "check") + " failed by an assertion");
    }
    if (errors > 0) {
      counts.add(number(errors, "check") + " could not be measured");
    }
    return counts.isEmpty() ? "all limits hold" : String.join(", ", counts);
  }

  /** {@code 1 check}, {@code 2 checks}. */
  static String number(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  private static String oneLine(@Nullable String text, String otherwise) {
    return text == null || text.isBlank()
        ? otherwise
        : Printable.of(String.join(" | ", text.strip().lines().toList()));
  }

  private static List<String> worstFlips(RunRecord.CheckRecord check, RunRecord.Leaf leaf) {
    if (!check.kind().equals("choices") || leaf.details() == null) {
      return List.of();
    }
    try {
      ChoicesDetails details = new ObjectMapper().treeToValue(leaf.details(), ChoicesDetails.class);
      return details.flips().stream().limit(FLIPS).map(Judgement::describe).toList();
    } catch (JsonProcessingException e) {
      throw new AssayException(
          "the record's details of "
              + Naming.of(check, leaf)
              + " are no choices: run assay:evaluate",
          e);
    }
  }

  private static String describe(ChoicesDetails.Flip flip) {
    return String.format(
        Locale.ROOT,
        "         flipped %s%s \"%s\": %s -> %s, right is %s",
        Printable.of(flip.id(), TEXT_LENGTH),
        flip.critical() ? " (critical)" : "",
        Printable.of(flip.question(), TEXT_LENGTH),
        option(flip, flip.baselineChoice(), flip.baselineProbabilities()),
        option(flip, flip.choice(), flip.probabilities()),
        (char) ('A' + flip.answer()));
  }

  private static String option(ChoicesDetails.Flip flip, int option, List<Double> probabilities) {
    return String.format(
        Locale.ROOT,
        "%c %s (%.2f)",
        (char) ('A' + option),
        Printable.of(flip.options().get(option), TEXT_LENGTH),
        probabilities.get(option));
  }
}
