package org.modelassay.coding;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person drills down to in a coding check.
 *
 * @param documents the documents, worst first (by rise of bits per byte against the baseline, else
 *     by bits per byte); at most 200
 * @param documentsLeftOut documents beyond those
 * @param strips documents shown token by token: the worst and a few sampled ones
 * @param roundTrip the proof that a stated sample was coded and decoded, or null when none was
 *     asked for
 * @param codedBytes size of the whole corpus, coded by the judged model
 * @param textBytes size of the whole corpus in UTF-8
 * @param overheadBits bits the coder spent beyond the sum of -log2 p
 * @param notes what a reader has to know of the figures, such as why some are missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CodingDetails(
    List<DocumentFigures> documents,
    int documentsLeftOut,
    List<Strip> strips,
    @Nullable RoundTrip roundTrip,
    long codedBytes,
    long textBytes,
    double overheadBits,
    List<String> notes) {
  /** Copies the lists; notes that a file lacks are none. */
  public CodingDetails {
    documents = List.copyOf(documents);
    strips = List.copyOf(strips);
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /**
   * One document.
   *
   * @param id the document
   * @param bytes its UTF-8 bytes
   * @param tokens its tokens
   * @param bitsPerByte the judged model's
   * @param baselineBitsPerByte the baseline's, or null
   * @param divergence mean KL(baseline || judged) over its tokens, nats, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DocumentFigures(
      String id,
      long bytes,
      int tokens,
      double bitsPerByte,
      @Nullable Double baselineBitsPerByte,
      @Nullable Double divergence) {}

  /**
   * A document token by token.
   *
   * @param document its id
   * @param tokens its first tokens, at most 400
   * @param tokensLeftOut tokens beyond those
   */
  public record Strip(String document, List<Token> tokens, int tokensLeftOut) {}

  /**
   * One token.
   *
   * @param text its text; a token that ends inside a character is joined with the next ones
   * @param bits -log2 p of the judged model
   * @param baselineBits the baseline's, or null
   * @param divergence KL(baseline || judged) there, nats, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Token(
      String text, double bits, @Nullable Double baselineBits, @Nullable Double divergence) {}

  /**
   * The proof.
   *
   * @param documents documents coded and decoded
   * @param bytes their UTF-8 bytes
   * @param codedBytes size of the stream
   * @param identical whether every document came back byte for byte
   * @param stepwiseBits bits of the stream, coded step by step
   * @param batchedBits bits of the same documents by the batched probabilities
   */
  public record RoundTrip(
      int documents,
      long bytes,
      long codedBytes,
      boolean identical,
      double stepwiseBits,
      double batchedBits) {}
}
