package org.modelassay.coding;

import java.util.List;
import java.util.NoSuchElementException;
import org.modelassay.gate.Figure;
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
