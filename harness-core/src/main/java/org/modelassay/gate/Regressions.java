package org.modelassay.gate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.AcceptedFigures.Accepted;
import org.modelassay.gate.AcceptedFigures.Leaf;
import org.modelassay.gate.AcceptedFigures.Place;
import org.modelassay.gate.Verdict.Status;

/** Judges figures by the accepted ones. */
public final class Regressions {
  private static final String ACCEPT = "run mvn assay:accept";

  private Regressions() {}

  /**
   * What was measured now.
   *
   * @param place where the figures belong
   * @param dataDigest hex SHA-256 of the data
   * @param answers of choices: one character per item in the task's order, else null
   */
  public record Measured(Place place, String dataDigest, @Nullable String answers) {}

  /**
   * Judges every guarded metric once, by the first guard that names it, else by the first that
   * names none. A figure may be worse than its accepted one by max(absolute, relative x |accepted|,
   * its noise floor); better never fails. What cannot be compared fails: nothing accepted, other
   * data, another dtype, another definition of the metric.
   *
   * @param guards what guards the check
   * @param limitedMetrics names of the metrics that the check has limits on, guarded by a guard
   *     that names none; those without a better and a worse are passed over
   * @param figures what was measured
   * @param accepted the accepted figures
   * @param measured where and on what it was measured
   * @return a verdict per guarded metric
   */
  public static List<Verdict> judge(
      List<NoRegression> guards,
      List<String> limitedMetrics,
      List<Figure> figures,
      AcceptedFigures accepted,
      Measured measured) {
    List<Verdict> verdicts = new ArrayList<>();
    guarded(guards, limitedMetrics, figures)
        .forEach(
            (metric, guard) -> {
              Figure figure = Gate.figure(figures, metric);
              verdicts.add(
                  figure == null
                      ? notComparable(guard, metric, null, "was not measured: do not guard it")
                      : judge(guard, figure, accepted, measured));
            });
    return List.copyOf(verdicts);
  }

  private static Map<String, NoRegression> guarded(
      List<NoRegression> guards, List<String> limitedMetrics, List<Figure> figures) {
    Map<String, NoRegression> byMetric = new LinkedHashMap<>();
    for (NoRegression guard : guards) {
      guard.metrics().forEach(metric -> byMetric.putIfAbsent(metric, guard));
    }
    for (NoRegression guard : guards) {
      if (guard.metrics().isEmpty()) {
        for (String metric : limitedMetrics) {
          Figure figure = Gate.figure(figures, metric);
          if (figure == null || figure.metric().direction() != Direction.NEITHER) {
            byMetric.putIfAbsent(metric, guard);
          }
        }
      }
    }
    return byMetric;
  }

  private static Verdict judge(
      NoRegression guard, Figure figure, AcceptedFigures all, Measured measured) {
    Metric metric = figure.metric();
    if (metric.direction() == Direction.NEITHER) {
      return notComparable(
          guard, metric.name(), figure, "is neither better nor worse when it moves: use a limit");
    }
    Leaf leaf = all.at(measured.place());
    Accepted accepted = leaf == null ? null : leaf.figure(metric.name());
    if (leaf == null || accepted == null) {
      return notComparable(guard, metric.name(), figure, missing(all, measured.place(), metric));
    }
    if (!leaf.dataDigest().equals(measured.dataDigest())) {
      return notComparable(
          guard,
          metric.name(),
          figure,
          "was accepted on other data (digest %s, now %s): %s"
              .formatted(brief(leaf.dataDigest()), brief(measured.dataDigest()), ACCEPT));
    }
    if (accepted.version() != metric.version()) {
      return notComparable(
          guard,
          metric.name(),
          figure,
          "was accepted by another definition (version %s, now %s): %s"
              .formatted(accepted.version(), metric.version(), ACCEPT));
    }
    return compare(guard, figure, accepted, changed(leaf.answers(), measured.answers()));
  }

  private static Verdict compare(
      NoRegression guard, Figure figure, Accepted accepted, String changed) {
    Metric metric = figure.metric();
    boolean low = metric.direction() == Direction.LOWER_IS_BETTER;
    double value = figure.value();
    double allowance =
        Math.max(
            figure.noise(),
            Math.max(guard.absolute(), guard.relative() * Math.abs(accepted.value())));
    double allowed = low ? accepted.value() + allowance : accepted.value() - allowance;
    boolean finite = Double.isFinite(value);
    // With NaN both comparisons are false; an infinity never passes, whichever way it points.
    boolean holds = finite && (low ? value <= allowed : value >= allowed);
    boolean better = finite && (low ? value < accepted.value() : value > accepted.value());
    String said =
        "%s, accepted %s - %s: %s %s"
            .formatted(
                Amounts.figure(figure, allowed),
                Amounts.beside(accepted.value(), value, metric.unit()),
                declared(guard),
                low ? "at most" : "at least",
                Amounts.beside(allowed, value, metric.unit()));
    String more =
        !finite
            ? "; what is not a finite number never passes"
            : better ? "; better than accepted, " + ACCEPT + " to keep it" : holds ? "" : changed;
    return new Verdict(
        holds ? Status.HOLDS : Status.BROKEN,
        !holds,
        metric.name(),
        declared(guard),
        figure,
        accepted.value(),
        said + more,
        new Limit(
            metric.name(),
            low ? Bound.AT_MOST : Bound.AT_LEAST,
            allowed,
            Decision.ESTIMATE,
            "",
            declared(guard)));
  }

  private static String missing(AcceptedFigures all, Place place, Metric metric) {
    String others =
        all.leaves().stream()
            .filter(leaf -> leaf.figure(metric.name()) != null)
            .map(Leaf::place)
            .filter(
                other ->
                    other.spec().equals(place.spec())
                        && other.check().equals(place.check())
                        && other.candidate().equals(place.candidate()))
            .map(Place::dtype)
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? "has no accepted figure yet: " + ACCEPT
        : "was accepted in %s and measured in %s: %s".formatted(others, place.dtype(), ACCEPT);
  }

  private static Verdict notComparable(
      NoRegression guard, String metric, @Nullable Figure figure, String why) {
    String declared = declared(guard);
    String value =
        figure == null
            ? ""
            : " (now " + Amounts.rounded(figure.value(), figure.metric().unit()) + ")";
    return new Verdict(
        Status.NOT_COMPARABLE,
        true,
        metric,
        declared,
        figure,
        null,
        "%s%s is not comparable - %s: it %s".formatted(metric, value, declared, why));
  }

  /** Names the items whose answers changed, counted from 1, the first twenty. */
  private static String changed(@Nullable String accepted, @Nullable String now) {
    if (accepted == null || now == null || accepted.length() != now.length()) {
      return "";
    }
    List<Integer> items = AcceptedFigures.changedItems(accepted, now);
    return items.isEmpty()
        ? ""
        : items.stream()
            .limit(20)
            .map(item -> Integer.toString(item + 1))
            .collect(
                Collectors.joining(
                    ", ",
                    "; answers that are not the accepted ones: " + items.size() + " (item ",
                    items.size() > 20 ? " and others)" : ")"));
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  /** The guard as the user may have written it. */
  static String declared(NoRegression guard) {
    List<String> attributes = new ArrayList<>();
    if (guard.absolute() != 0) {
      attributes.add("absolute = " + Amounts.exact(guard.absolute(), ""));
    }
    if (guard.relative() != 0) {
      attributes.add("relative = " + Amounts.exact(guard.relative(), ""));
    }
    return "@NoRegression"
        + (attributes.isEmpty() ? "" : "(" + String.join(", ", attributes) + ")");
  }
}
