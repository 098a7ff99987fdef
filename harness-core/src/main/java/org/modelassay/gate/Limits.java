package org.modelassay.gate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the limits and guards of a check say before anything is measured. */
public final class Limits {
  private Limits() {}

  /**
   * The limits that apply to a candidate: those that name it, and the general ones that no limit
   * naming it replaces. A limit replaces another of the same metric and bound.
   *
   * @param limits the check's limits
   * @param candidate name of the candidate, empty when the baseline stands alone
   * @return in the order of the limits
   */
  public static List<Limit> applying(List<Limit> limits, String candidate) {
    return limits.stream()
        .filter(
            limit ->
                limit.candidate().equals(candidate)
                    || (limit.candidate().isEmpty()
                        && limits.stream()
                            .noneMatch(
                                other ->
                                    other.candidate().equals(candidate) && sameKind(other, limit))))
        .toList();
  }

  private static boolean sameKind(Limit one, Limit other) {
    return one.metric().equals(other.metric()) && one.bound() == other.bound();
  }

  /**
   * Every mistake in the limits and guards of a check, each a sentence that names the culprit and
   * the remedy.
   *
   * <p>A limit is at least 0 and finite, that of a share at most 1. A difference may be negative;
   * it is known by the name of its metric, which ends in {@code Drop}, {@code Increase} or {@code
   * Change}, and so may a shortening rate and a log-likelihood.
   *
   * @param limits the check's limits
   * @param guards the guards that apply to the check
   * @param metrics every metric that the check's measure can give
   * @param candidates names of the candidates
   * @param hasPair whether a baseline is compared with
   * @return empty when all is well
   */
  public static List<String> problems(
      List<Limit> limits,
      List<NoRegression> guards,
      List<Metric> metrics,
      List<String> candidates,
      boolean hasPair) {
    // A set: a contradiction between two general limits is one mistake, not one per candidate.
    Set<String> problems = new LinkedHashSet<>();
    for (Limit limit : limits) {
      Metric metric = metric(metrics, limit.metric());
      if (metric == null) {
        problems.add(limit.declared() + " " + unknown(limit.metric(), metrics));
      } else {
        if (metric.pair() && !hasPair) {
          problems.add(limit.declared() + " " + needsPair(metric.name()));
        }
        String range = outOfRange(limit.value(), metric);
        if (range != null) {
          problems.add(limit.declared() + " " + range);
        }
      }
      if (!limit.candidate().isEmpty() && !candidates.contains(limit.candidate())) {
        problems.add(
            limit.declared()
                + " names the candidate '"
                + limit.candidate()
                + "', but "
                + (candidates.isEmpty()
                    ? "the spec has none: declare it with @Candidate, or leave the name out."
                    : "the spec has " + listed(candidates) + ": name one of them."));
      }
    }
    for (String candidate : candidates.isEmpty() ? List.of("") : candidates) {
      contradictions(applying(limits, candidate), metrics, problems);
    }
    for (NoRegression guard : guards) {
      guardProblems(guard, limits, metrics, hasPair, problems);
    }
    return List.copyOf(problems);
  }

  private static void contradictions(
      List<Limit> limits, List<Metric> metrics, Set<String> problems) {
    for (int i = 0; i < limits.size(); i++) {
      for (Limit other : limits.subList(i + 1, limits.size())) {
        Limit limit = limits.get(i);
        if (!limit.metric().equals(other.metric())) {
          continue;
        }
        String both = limit.declared() + " and " + other.declared();
        String whom = limit.candidate().isEmpty() ? other.candidate() : limit.candidate();
        String of = limit.metric() + (whom.isEmpty() ? "" : " of candidate '" + whom + "'");
        if (limit.bound() == other.bound()) {
          problems.add(
              "%s bound %s twice on the same side: keep one, or give each a candidate."
                  .formatted(both, of));
          continue;
        }
        double most = limit.bound() == Bound.AT_MOST ? limit.value() : other.value();
        double least = limit.bound() == Bound.AT_MOST ? other.value() : limit.value();
        if (least > most) {
          Metric metric = metric(metrics, limit.metric());
          String unit = metric == null ? "" : metric.unit();
          problems.add(
              "%s contradict each other: %s cannot be at least %s and at most %s. Change one."
                  .formatted(both, of, Amounts.exact(least, unit), Amounts.exact(most, unit)));
        }
      }
    }
  }

  private static void guardProblems(
      NoRegression guard,
      List<Limit> limits,
      List<Metric> metrics,
      boolean hasPair,
      Set<String> problems) {
    String declared = Regressions.declared(guard);
    if (!isAllowance(guard.absolute()) || !isAllowance(guard.relative())) {
      problems.add(
          declared + " allows what is not a finite number of 0 or more: give one, such as 0.005.");
    }
    for (String name : guard.metrics()) {
      Metric metric = metric(metrics, name);
      if (metric == null) {
        problems.add(declared + " " + unknown(name, metrics));
      } else if (metric.direction() == Direction.NEITHER) {
        problems.add(
            "%s guards %s, which is neither better nor worse when it moves: bound it with @Limit."
                .formatted(declared, name));
      } else if (metric.pair() && !hasPair) {
        problems.add(declared + " " + needsPair(name));
      }
    }
    boolean guardsLimited =
        limits.stream()
            .map(limit -> metric(metrics, limit.metric()))
            .anyMatch(metric -> metric != null && metric.direction() != Direction.NEITHER);
    if (guard.metrics().isEmpty() && !guardsLimited) {
      problems.add(
          declared
              + " guards the metrics that the check has limits on, and it has none that can get"
              + " worse: name what it guards, such as metrics = \""
              + metrics.stream()
                  .filter(metric -> metric.direction() != Direction.NEITHER)
                  .map(Metric::name)
                  .findFirst()
                  .orElse("")
              + "\".");
    }
  }

  private static boolean isAllowance(double value) {
    return value >= 0 && value < Double.POSITIVE_INFINITY;
  }

  private static String needsPair(String metric) {
    return "is about "
        + metric
        + ", which compares a candidate with the baseline, and the spec has no candidate: declare"
        + " one with @Candidate, or bound a metric of one model alone.";
  }

  private static @Nullable String outOfRange(double value, Metric metric) {
    if (!Double.isFinite(value)) {
      return "must be a finite number, but is "
          + value
          + ": give the limit in its unit, "
          + metric.unit()
          + ".";
    }
    if (value < 0 && !mayBeNegative(metric)) {
      return "is negative, but " + metric.name() + " cannot be: give a limit of 0 or more.";
    }
    if (metric.unit().equals("share") && Math.abs(value) > 1) {
      return "is a share and cannot be beyond 1, but is %s: 2 %% is written 0.02."
          .formatted(Amounts.exact(value, ""));
    }
    return null;
  }

  private static boolean mayBeNegative(Metric metric) {
    String name = metric.name().toLowerCase(Locale.ROOT);
    return name.endsWith("drop")
        || name.endsWith("increase")
        || name.endsWith("change")
        || name.contains("shortening")
        || name.contains("loglikelihood");
  }

  private static @Nullable Metric metric(List<Metric> metrics, String name) {
    return metrics.stream().filter(m -> m.name().equals(name)).findFirst().orElse(null);
  }

  private static String unknown(String name, List<Metric> metrics) {
    List<String> names = metrics.stream().map(Metric::name).toList();
    int nearest = names.stream().mapToInt(other -> distance(name, other)).min().orElse(0);
    List<String> near =
        nearest > Math.max(2, name.length() / 4)
            ? List.of()
            : names.stream().filter(other -> distance(name, other) <= nearest + 1).toList();
    return near.isEmpty()
        ? "is about '%s', which this check does not measure; it measures %s."
            .formatted(name, listed(names))
        : "is about '%s', which this check does not measure; did you mean %s?"
            .formatted(name, String.join(" or ", near));
  }

  private static String listed(List<String> names) {
    return String.join(", ", names);
  }

  /** Levenshtein's distance, letter case ignored. */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
