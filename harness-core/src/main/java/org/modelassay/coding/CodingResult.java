package org.modelassay.coding;

import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;
import org.modelassay.measure.MeasureResult;

/**
 * What a coding check found.
 *
 * @param figures every figure that could be given
 * @param details the worst documents, strips of tokens, the proof of the round trip
 */
public record CodingResult(List<Figure> figures, CodingDetails details) implements MeasureResult {
  /** Copies the list. */
  public CodingResult {
    figures = List.copyOf(figures);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A round trip that came back as something else fails the check whatever its limits: then no
   * coded size can be relied on. All figures are there all the same.
   */
  @Override
  public List<Verdict> verdicts() {
    CodingDetails.RoundTrip proof = details.roundTrip();
    if (proof == null || proof.identical()) {
      return List.of();
    }
    String declared = "@Coding(roundTrip = " + proof.documents() + ")";
    return List.of(
        Verdict.failedProof(
            declared,
            figure(CodingMetrics.ROUND_TRIP.name()).orElseThrow(),
            String.format(
                Locale.ROOT,
                "coding is not lossless: %s; the sample took %.3f bits step by step, %+.3f beside"
                    + " the batched %.3f - limit %s: the same tokens both ways; the model's"
                    + " probabilities differ from call to call: run it on one thread or another"
                    + " device, or set roundTrip = 0 and do without the proof",
                proof.difference(),
                proof.stepwiseBits(),
                proof.stepwiseBits() - proof.batchedBits(),
                proof.batchedBits(),
                declared)));
  }

  /** Bits per UTF-8 byte of the corpus. */
  public double bitsPerByte() {
    return value("coding.bitsPerByte");
  }

  /** Bits per Unicode code point of the corpus. */
  public double bitsPerCharacter() {
    return value("coding.bitsPerCharacter");
  }

  /** Perplexity per token. */
  public double perplexity() {
    return value("coding.perplexity");
  }

  /** Coded bytes per UTF-8 byte. */
  public double lmcr() {
    return value("coding.lmcr");
  }

  /** Coded bytes per token. */
  public double lateStageLmcr() {
    return value("coding.lateStageLmcr");
  }

  /** Tokens per UTF-8 byte. */
  public double tokenEfficiency() {
    return value("coding.tokenEfficiency");
  }

  /** Mean KL(baseline || candidate) over predicted tokens, nats. */
  public double meanKlDivergence() {
    return value("coding.klDivergence.mean");
  }

  /** Share of predicted tokens where both models have the same most likely token. */
  public double topTokenAgreement() {
    return value("coding.topTokenAgreement");
  }

  /** The documents, worst first; at most 200. */
  public List<CodingDetails.DocumentFigures> documents() {
    return details.documents();
  }

  /**
   * The value of a metric.
   *
   * @param metric its name
   * @throws NoSuchElementException when there is none, naming the reason where it is known
   */
  public double value(String metric) {
    return figure(metric)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "there is no figure " + metric + ". " + String.join(" ", details.notes())))
        .value();
  }

  private Optional<Figure> figure(String metric) {
    return figures.stream().filter(f -> f.metric().name().equals(metric)).findFirst();
  }
}
