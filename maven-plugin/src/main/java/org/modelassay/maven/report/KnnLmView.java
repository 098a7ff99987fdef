package org.modelassay.maven.report;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modelassay.knnlm.KnnLmDetails;
import org.modelassay.knnlm.KnnLmDetails.State;
import org.modelassay.knnlm.Mixing;
import org.modelassay.statistics.Interval;

/**
 * A check of nearest neighbours on one candidate.
 *
 * @param keys entries of the datastore
 * @param targets tokens evaluated
 * @param documents that they are of
 * @param perplexity of the model alone
 * @param states a row per state
 */
record KnnLmView(
    String keys, String targets, String documents, String perplexity, Shown<Row> states) {

  record Row(
      String state,
      String role,
      String dispersion,
      String perplexity,
      String logRatio,
      String interval,
      String abovePicked,
      String lambda,
      String recall) {}

  static KnnLmView of(KnnLmDetails details, Size size) {
    return new KnnLmView(
        Numbers.count(details.keys()),
        Numbers.count(details.targets()),
        Numbers.count(details.documents()),
        Numbers.fixed(details.basePerplexity(), 3),
        Shown.of(details.states(), size.rows(), state -> row(state, details)));
  }

  private static Row row(State state, KnnLmDetails details) {
    boolean picked = state.state().equals(details.picked());
    boolean best = state.state().equals(details.best());
    return new Row(
        state.state(),
        picked ? best ? "picked, best" : "picked" : best ? "best" : "",
        Numbers.fixed(state.dispersion(), 4),
        Numbers.fixed(state.perplexity(), 3),
        Numbers.signed(state.logRatio(), 4),
        interval(state.interval()),
        interval(state.abovePicked()),
        state.mixings().stream()
            .map(Mixing::lambda)
            .map(lambda -> Numbers.fixed(lambda, 2))
            .collect(Collectors.joining(", ")),
        state.recall() == null ? "" : Numbers.fixed(state.recall(), 3));
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? ""
        : Numbers.signed(interval.low(), 4) + " to " + Numbers.signed(interval.high(), 4);
  }
}
