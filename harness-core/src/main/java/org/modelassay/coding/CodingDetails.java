package org.modelassay.coding;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person drills down to in a coding check.
 *
 * @param documents the documents, worst first (by rise of bits per byte against the baseline, else
 *     by bits per byte; by bits per character or perplexity where those alone are given); at most
 *     200
 * @param documentsLeftOut documents beyond those
 * @param strips documents shown token by token: the worst and a few sampled ones
 * @param roundTrip the proof that a stated sample was coded and decoded, or null when none was
 *     asked for
 * @param codedBytes size of the whole corpus, coded by the judged model; null where not every token
 *     is coded
 * @param textBytes size of the whole corpus in UTF-8
 * @param overheadBits bits the coder spent beyond the sum of -log2 p, or null likewise
 * @param notes what a reader has to know of the figures, such as why some are missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CodingDetails(
    List<DocumentFigures> documents,
    int documentsLeftOut,
    List<Strip> strips,
    @Nullable RoundTrip roundTrip,
    @Nullable Long codedBytes,
    long textBytes,
    @Nullable Double overheadBits,
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
   * @param characters its Unicode code points
   * @param judged what the judged model makes of it
   * @param baseline what the baseline makes of it, or null
   * @param divergence mean KL(baseline || judged) over its tokens, nats, or null
   * @param zlibRatio its bytes, compressed alone by zlib at level 9 / its bytes
   * @param xzRatio the same by xz at preset 9
   * @param zstdRatio the same by zstd at level 19, or null where that cannot run
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DocumentFigures(
      String id,
      long bytes,
      int characters,
      ModelFigures judged,
      @Nullable ModelFigures baseline,
      @Nullable Double divergence,
      double zlibRatio,
      double xzRatio,
      @Nullable Double zstdRatio) {}

  /**
   * One model on one document, by the formulas of the metrics of the same names. Null is what the
   * windowing does not give, or what a document without tokens does not have.
   *
   * @param tokens the document's tokens
   * @param bitsPerByte of {@code coding.bitsPerByte}
   * @param bitsPerCharacter of {@code coding.bitsPerCharacter}
   * @param perplexity of {@code coding.perplexity}
   * @param lmcr the document's share of the stream / its UTF-8 bytes
   * @param lateStageLmcr the share / its tokens
   * @param lateStageLmcrBytes the share / bytes of its stored ids
   * @param tokenEfficiency of {@code coding.tokenEfficiency}
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ModelFigures(
      int tokens,
      @Nullable Double bitsPerByte,
      @Nullable Double bitsPerCharacter,
      @Nullable Double perplexity,
      @Nullable Double lmcr,
      @Nullable Double lateStageLmcr,
      @Nullable Double lateStageLmcrBytes,
      double tokenEfficiency) {}

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
   * @param identical whether every document came back: the same tokens, and byte for byte where the
   *     tokenizer gives the text back at all
   * @param stepwiseBits bits of the stream, coded step by step
   * @param batchedBits bits of the same documents by the batched probabilities
   * @param difference the first document and token that came back as another, or null when all is
   *     identical
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RoundTrip(
      int documents,
      long bytes,
      long codedBytes,
      boolean identical,
      double stepwiseBits,
      double batchedBits,
      @Nullable String difference) {}
}
