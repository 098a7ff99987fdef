package org.modelassay.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Verdict.Status;
import org.modelassay.statistics.Bootstrap;
import org.modelassay.statistics.Interval;
import org.modelassay.statistics.Power;
import org.modelassay.statistics.Rates;
import org.modelassay.statistics.WithoutReplacement;

/** Judges figures by limits. */
public final class Gate {
  /** In the names of metrics of the items that a team cannot do without. */
  private static final String CRITICAL = ".critical.";

  private Gate() {}

  /**
   * Judges every limit that applies to a candidate. The comparison is exact but for the figure's
   * noise floor: what lies beyond a limit by no more than that is not told from what lies within.
   * Only the message rounds. A value that is not a finite number never passes, nor does one that is
   * missing. Of a figure whose reading stopped early the confidence sequence says on which side of
   * a limit the figure of all data lies, whatever the value of the part is.
   *
   * @param limits the check's limits
   * @param figures what was measured
   * @param candidate name of the candidate, empty when the baseline stands alone
   * @return a verdict per limit, those of critical items first, else in the order of the limits
   */
  public static List<Verdict> judge(List<Limit> limits, List<Figure> figures, String candidate) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Limit limit : Limits.applying(limits, candidate)) {
      verdicts.add(judge(limit, figure(figures, limit.metric()), exactTest(limit, figures)));
    }
    verdicts.sort(Comparator.comparing(verdict -> !verdict.metric().contains(CRITICAL)));
    return List.copyOf(verdicts);
  }

  static @Nullable Figure figure(List<Figure> figures, String metric) {
    for (Figure figure : figures) {
      if (figure.metric().name().equals(metric)) {
        return figure;
      }
    }
    return null;
  }

  /**
   * The p value that tells whether there is a drop at all, better than its interval can; or null.
   */
  private static @Nullable Figure exactTest(Limit limit, List<Figure> figures) {
    return limit.value() == 0 && limit.bound() == Bound.AT_MOST
        ? figure(figures, limit.metric() + ".pValue")
        : null;
  }

  private static Verdict judge(Limit limit, @Nullable Figure figure, @Nullable Figure test) {
    if (figure == null) {
      return verdict(
          limit,
          null,
          Status.NOT_COMPARABLE,
          limit.metric() + " was not measured - limit " + limit.declared() + ": remove the limit");
    }
    String said =
        Amounts.figure(figure, limit.value())
            + " - limit "
            + limit.declared()
            + ": "
            + asked(limit, figure.metric().unit());
    if (!Double.isFinite(figure.value())) {
      return verdict(
          limit, figure, Status.BROKEN, said + "; what is not a finite number never passes");
    }
    Interval interval = figure.interval();
    boolean stopped = interval != null && interval.method().equals(WithoutReplacement.METHOD);
    if (limit.by() == Decision.ESTIMATE && !stopped) {
      if (within(limit, figure.value())) {
        return verdict(limit, figure, Status.HOLDS, said);
      }
      double noise = figure.noise();
      boolean holds =
          within(limit, figure.value() + (limit.bound() == Bound.AT_MOST ? -noise : noise));
      return verdict(
          limit,
          figure,
          holds ? Status.HOLDS : Status.BROKEN,
          said + (holds ? "; beyond it by no more than the noise" : ""));
    }
    if (interval == null || Double.isNaN(interval.low()) || Double.isNaN(interval.high())) {
      return verdict(
          limit,
          figure,
          Status.NOT_COMPARABLE,
          "%s; there is no interval to judge by %s: give more %s, or judge by ESTIMATE"
              .formatted(said, limit.by(), figure.sample()));
    }
    if (interval.method().equals(Bootstrap.METHOD) && figure.n() < Bootstrap.FEWEST_TO_DECIDE) {
      return verdict(
          limit,
          figure,
          Status.NOT_COMPARABLE,
          "%s; the interval of so few %s promises too much: give %s or more, or judge by ESTIMATE"
              .formatted(said, figure.sample(), Bootstrap.FEWEST_TO_DECIDE));
    }
    boolean low = within(limit, interval.low());
    boolean high = within(limit, interval.high());
    boolean broken = !low && !high;
    if (test != null) {
      broken = test.value() <= Interval.TAIL;
      said += "; exact test of any drop: p = " + Amounts.rounded(test.value(), "");
    }
    if (!broken && !(low && high)) {
      return verdict(limit, figure, Status.UNDECIDED, said + undecided(limit, figure, interval));
    }
    return verdict(limit, figure, broken ? Status.BROKEN : Status.HOLDS, said);
  }

  private static Verdict verdict(
      Limit limit, @Nullable Figure figure, Status status, String message) {
    boolean fails =
        switch (status) {
          case HOLDS -> false;
          case BROKEN, NOT_COMPARABLE -> true;
          case UNDECIDED -> limit.by() == Decision.NON_INFERIORITY;
        };
    return new Verdict(
        status, fails, limit.metric(), limit.declared(), figure, null, message, limit);
  }

  /** NaN is never within. */
  private static boolean within(Limit limit, double value) {
    return limit.bound() == Bound.AT_MOST ? value <= limit.value() : value >= limit.value();
  }

  private static String asked(Limit limit, String unit) {
    boolean atMost = limit.bound() == Bound.AT_MOST;
    String value = Amounts.exact(limit.value(), unit);
    return switch (limit.by()) {
      case ESTIMATE -> (atMost ? "at most " : "at least ") + value;
      case NON_INFERIORITY -> "the whole interval " + (atMost ? "at most " : "at least ") + value;
      case SIGNIFICANCE ->
          "broken when the whole interval is " + (atMost ? "above " : "below ") + value;
    };
  }

  /**
   * Says how many items would decide, should the value stay: of a rate the first number whose exact
   * interval lies beside the limit; of others about as many as the root of the number asks for.
   */
  private static String undecided(Limit limit, Figure figure, Interval interval) {
    OptionalLong needed =
        interval.method().equals(Rates.CLOPPER_PEARSON)
            ? Power.itemsToDecideRate(
                Math.round(figure.value() * figure.n()), figure.n(), limit.value())
            : Power.itemsToDecide(figure.value(), interval, limit.value(), figure.n());
    String text = "; undecided, for the interval has the limit inside";
    return needed.isPresent()
        ? "%s: about %s %s would decide it"
            .formatted(text, roundUp((double) needed.getAsLong()), figure.sample())
        : text;
  }

  /** Rounds up to two significant digits. */
  private static long roundUp(double number) {
    double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(number)) - 1));
    return (long) (Math.ceil(number / step) * step);
  }
}
