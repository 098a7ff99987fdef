package org.modelassay.coding.equalinfo;

import java.util.List;
import java.util.NoSuchElementException;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;
import org.modelassay.measure.MeasureResult;

/**
 * What a check of Equal-Info Windows found.
 *
 * @param figures every figure that could be given
 * @param details the coders side by side, the documents, the proof of the round trip
 */
public record EqualInfoResult(List<Figure> figures, EqualInfoDetails details)
    implements MeasureResult {
  /** Copies the list. */
  public EqualInfoResult {
    figures = List.copyOf(figures);
  }

  /**
   * A sample that a rule which loses nothing did not bring back breaks the check, whatever its
   * limits: then no window can be relied on. All figures are there all the same.
   */
  @Override
  public List<Verdict> verdicts() {
    EqualInfoDetails.RoundTrip proof = details.roundTrip();
    if (proof == null || proof.difference() == null || !details.rule().lossless()) {
      return List.of();
    }
    String declared = "@EqualInfoWindows(roundTrip = " + proof.documents() + ")";
    Figure figure =
        figures.stream()
            .filter(f -> f.metric().equals(EqualInfoMetrics.ROUND_TRIP))
            .findFirst()
            .orElseThrow();
    return List.of(
        Verdict.failedProof(
            declared,
            figure,
            "the windows are not lossless: "
                + proof.difference()
                + " - limit "
                + declared
                + ": the same symbols both ways; the model's probabilities differ from call to"
                + " call: run it on one thread or another device, or set roundTrip = 0 and do"
                + " without the proof"));
  }

  /** UTF-8 bytes per token. */
  public double tokenCompressionRatio() {
    return value("equalInfo.tokenCompressionRatio");
  }

  /** Bits of the corpus per bit of its windows. */
  public double bitCompressionRatio() {
    return value("equalInfo.bitCompressionRatio");
  }

  /** Bits per byte by a learner that takes all tokens for alike. */
  public double uniformBitsPerByte() {
    return value("equalInfo.uniformBitsPerByte");
  }

  /** Bits per byte by a learner that knows how often each token occurs. */
  public double unigramBitsPerByte() {
    return value("equalInfo.unigramBitsPerByte");
  }

  /**
   * The value of a metric.
   *
   * @param metric its name
   * @throws NoSuchElementException when there is none, naming the reason where it is known
   */
  public double value(String metric) {
    return figures.stream()
        .filter(f -> f.metric().name().equals(metric))
        .findFirst()
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "there is no figure " + metric + ". " + String.join(" ", details.notes())))
        .value();
  }
}
