package org.modelassay.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.gate.AcceptedFigures;
import org.modelassay.gate.AcceptedFigures.Accepted;
import org.modelassay.gate.Figure;
import org.modelassay.record.RunRecord;

/**
 * The figures of a record, accepted.
 *
 * @param figures what is accepted from now on
 * @param changes what that changes, a line each
 * @param unchanged how many figures stay what they were
 */
record Acceptance(AcceptedFigures figures, List<String> changes, int unchanged) {
  /**
   * Accepts the figures of a record. What was accepted of checks that the record does not have
   * stays: a record may be of a part of the specs.
   *
   * @param before what was accepted until now
   * @param spec which checks, {@code Class} or {@code Class#method}; null for all
   * @throws AssayException when a check could not be measured, or none matches
   */
  static Acceptance of(RunRecord record, AcceptedFigures before, @Nullable String spec) {
    List<AcceptedFigures.Leaf> accepted = new ArrayList<>();
    List<String> changes = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    int unchanged = 0;
    for (RunRecord.CheckRecord check : record.checks()) {
      if (!Naming.matches(spec, check)) {
        continue;
      }
      for (RunRecord.Leaf leaf : check.leaves()) {
        String name = Naming.of(check, leaf);
        if (leaf.status() == RunRecord.Status.ERROR || check.dataDigest() == null) {
          errors.add(name + ": " + leaf.error());
          continue;
        }
        AcceptedFigures.Leaf now = leaf(record, check, check.dataDigest(), leaf);
        AcceptedFigures.Leaf old = before.at(now.place());
        accepted.add(now);
        for (Accepted figure : now.figures()) {
          String change = change(old == null ? null : old.figure(figure.metric()), figure);
          if (change == null) {
            unchanged++;
          } else {
            changes.add(name + " " + figure.metric() + ": " + change);
          }
        }
        for (Figure figure : leaf.figures()) {
          if (!Double.isFinite(figure.value())) {
            changes.add(
                name + " " + figure.metric().name() + ": left out, it is " + figure.value());
          }
        }
      }
    }
    if (!errors.isEmpty()) {
      throw new AssayException(
          "nothing is accepted, because "
              + Judgement.number(errors.size(), "check")
              + " could not be measured: "
              + Printable.of(String.join("; ", errors))
              + ". Mend them and evaluate again, or name what to accept with -Dassay.spec");
    }
    if (accepted.isEmpty()) {
      throw new AssayException(
          "nothing is accepted: the record has no check"
              + (spec == null ? "" : " that assay.spec=" + spec + " names"));
    }
    return new Acceptance(before.with(accepted), changes, unchanged);
  }

  private static AcceptedFigures.Leaf leaf(
      RunRecord record, RunRecord.CheckRecord check, String dataDigest, RunRecord.Leaf leaf) {
    return new AcceptedFigures.Leaf(
        new AcceptedFigures.Place(check.spec(), check.method(), leaf.candidate(), leaf.dtype()),
        dataDigest,
        record.tool().version(),
        answers(check, leaf),
        leaf.figures().stream()
            .filter(figure -> Double.isFinite(figure.value()))
            .map(Accepted::of)
            .toList());
  }

  private static @Nullable String answers(RunRecord.CheckRecord check, RunRecord.Leaf leaf) {
    return check.kind().equals("choices") && leaf.details() != null
        ? leaf.details().path("answers").textValue()
        : null;
  }

  private static @Nullable String change(@Nullable Accepted old, Accepted now) {
    if (old == null) {
      return "added, " + number(now.value());
    }
    if (old.version() == now.version() && old.value() == now.value()) {
      return Objects.equals(old.interval(), now.interval()) && old.n() == now.n()
          ? null
          : number(now.value()) + " as before, interval or sample changed";
    }
    return number(old.value()) + " -> " + number(now.value());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
