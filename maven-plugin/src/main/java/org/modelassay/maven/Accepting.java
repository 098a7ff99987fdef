package org.modelassay.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Printable;
import org.modelassay.gate.AcceptedFigures;
import org.modelassay.gate.AcceptedFigures.Accepted;
import org.modelassay.gate.Figure;
import org.modelassay.record.Acceptance;
import org.modelassay.record.RunRecord;
import org.modelassay.record.RunRecord.CheckRecord;

/**
 * What accepting the figures of a record means.
 *
 * @param figures what is accepted from now on
 * @param changes what that changes, a line each
 * @param unchanged how many figures stay what they were
 */
record Accepting(AcceptedFigures figures, List<String> changes, int unchanged) {
  /**
   * Accepts all or nothing of what is named.
   *
   * @param before what was accepted until now
   * @param spec which checks, {@code Class} or {@code Class#method}; null for all
   * @throws AssayException when a check could not be measured, or none matches
   */
  static Accepting of(RunRecord record, AcceptedFigures before, @Nullable String spec) {
    RunRecord named = named(record, spec);
    refuseErrors(named);
    refusePartial(named);
    AcceptedFigures after = Acceptance.of(named, before);
    List<String> changes = new ArrayList<>();
    int unchanged = 0;
    for (CheckRecord check : named.checks()) {
      for (RunRecord.Leaf leaf : check.leaves()) {
        var place =
            new AcceptedFigures.Place(check.spec(), check.method(), leaf.candidate(), leaf.dtype());
        AcceptedFigures.Leaf old = before.at(place);
        AcceptedFigures.Leaf now = after.at(place);
        for (Figure figure : leaf.figures()) {
          String metric = figure.metric().name();
          String change =
              change(
                  old == null ? null : old.figure(metric), now == null ? null : now.figure(metric));
          if (change == null) {
            unchanged++;
          } else {
            changes.add(Naming.of(check, leaf) + " " + metric + ": " + change);
          }
        }
      }
    }
    return new Accepting(after, changes, unchanged);
  }

  private static RunRecord named(RunRecord record, @Nullable String spec) {
    List<CheckRecord> checks =
        record.checks().stream().filter(check -> Naming.matches(spec, check)).toList();
    if (checks.isEmpty()) {
      throw new AssayException(
          "nothing is accepted: the record has no check"
              + (spec == null ? "" : " that assay.spec=" + spec + " names"));
    }
    return new RunRecord(
        record.schema(),
        record.tool(),
        record.started(),
        record.seconds(),
        record.environment(),
        record.models(),
        record.readings(),
        checks);
  }

  private static void refuseErrors(RunRecord record) {
    List<String> errors =
        record.checks().stream()
            .flatMap(
                check ->
                    check.leaves().stream()
                        .filter(leaf -> leaf.status() == RunRecord.Status.ERROR)
                        .map(leaf -> Naming.of(check, leaf) + ": " + leaf.error()))
            .toList();
    if (!errors.isEmpty()) {
      throw new AssayException(
          "nothing is accepted, because "
              + Judgement.number(errors.size(), "check")
              + " could not be measured: "
              + Printable.of(String.join("; ", errors))
              + ". Mend them and evaluate again, or name what to accept with -Dassay.spec");
    }
  }

  private static void refusePartial(RunRecord record) {
    List<String> partial =
        record.checks().stream()
            .flatMap(
                check ->
                    check.leaves().stream()
                        .filter(RunRecord.Leaf::partial)
                        .map(leaf -> Naming.of(check, leaf)))
            .toList();
    if (!partial.isEmpty()) {
      throw new AssayException(
          "nothing is accepted, because "
              + Judgement.number(partial.size(), "check")
              + " stopped before all items were read: "
              + Printable.of(String.join("; ", partial))
              + ". Evaluate without assay.sequential, or name what to accept with -Dassay.spec");
    }
  }

  private static @Nullable String change(@Nullable Accepted old, @Nullable Accepted now) {
    if (now == null) {
      return "left out, it is no number";
    }
    if (old == null) {
      return "added, " + number(now.value());
    }
    if (old.equals(now)) {
      return null;
    }
    return old.value() == now.value()
        ? number(now.value()) + " as before, but its interval, sample or definition changed"
        : number(old.value()) + " -> " + number(now.value());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6g", value);
  }
}
