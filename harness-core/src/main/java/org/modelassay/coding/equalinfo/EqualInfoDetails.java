package org.modelassay.coding.equalinfo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.equalinfo.analysis.Stability;
import org.modelassay.coding.equalinfo.analysis.TokenMap;
import org.modelassay.coding.equalinfo.analysis.Uniformity;

/**
 * What a person drills down to in a check of Equal-Info Windows.
 *
 * @param windowBits bits of a window
 * @param tokenBits bits of a token
 * @param rule how many symbols a window holds
 * @param reset before which windows the coding model forgets what it read
 * @param precision logarithm of the sum of the frequencies that the coder is given
 * @param context tokens that the model reads before it begins anew
 * @param before the token that it begins with, or null: then its first symbol is coded as one of
 *     all ids alike
 * @param coders the judged windows first, then what they are compared with
 * @param documents the documents, worst first (fewest bytes per token); at most 200
 * @param documentsLeftOut documents beyond those
 * @param roundTrip the proof that a stated sample was decoded, or null when there is none
 * @param distributions how often a distribution was wanted to code the corpus
 * @param modelSteps tokens that the model had to read for these; contexts that come back need none
 * @param uniformity how near to noise the bits are
 * @param stability how the tokens stand a change at a text's beginning, or null where the corpus
 *     has fewer than two words
 * @param tokenMap what text tokens stand for, or null where tokens cross the borders of windows
 * @param notes what a reader has to know of the figures
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EqualInfoDetails(
    int windowBits,
    int tokenBits,
    WindowRule rule,
    ContextReset reset,
    int precision,
    int context,
    @Nullable String before,
    List<Coder> coders,
    List<DocumentFigures> documents,
    int documentsLeftOut,
    @Nullable RoundTrip roundTrip,
    long distributions,
    long modelSteps,
    @Nullable Uniformity uniformity,
    @Nullable Stability stability,
    @Nullable TokenMap tokenMap,
    List<String> notes) {
  /** Copies the lists. */
  public EqualInfoDetails {
    coders = List.copyOf(coders);
    documents = List.copyOf(documents);
    notes = List.copyOf(notes);
  }

  /**
   * A way to make tokens of the corpus.
   *
   * @param name its name in the literature
   * @param bytesOut size of its streams
   * @param tokens number of tokens
   * @param bitCompressionRatio bits in / bits out
   * @param tokenCompressionRatio bytes per token
   * @param uniformBitsPerByte by a learner that takes all tokens for alike
   * @param unigramBitsPerByte by a learner that knows how often each token occurs, plug-in
   * @param flopsPerByte operations of the learner and the coding model per byte
   * @param baselineBitCompressionRatio by the baseline, or null
   * @param baselineTokenCompressionRatio by the baseline, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Coder(
      String name,
      long bytesOut,
      long tokens,
      double bitCompressionRatio,
      double tokenCompressionRatio,
      double uniformBitsPerByte,
      double unigramBitsPerByte,
      double flopsPerByte,
      @Nullable Double baselineBitCompressionRatio,
      @Nullable Double baselineTokenCompressionRatio) {}

  /**
   * One document.
   *
   * @param id the document
   * @param bytes its UTF-8 bytes
   * @param symbols its tokens by the coding model's tokenizer
   * @param windows its windows
   * @param tokens the tokens that these make
   * @param tokenCompressionRatio bytes / tokens
   * @param baselineTokenCompressionRatio by the baseline, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DocumentFigures(
      String id,
      long bytes,
      int symbols,
      int windows,
      int tokens,
      double tokenCompressionRatio,
      @Nullable Double baselineTokenCompressionRatio) {}

  /**
   * The proof.
   *
   * @param documents documents decoded
   * @param restored those that came back symbol for symbol
   * @param windows their windows
   * @param bytes their UTF-8 bytes
   * @param difference the first place where something else came back, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RoundTrip(
      int documents, int restored, long windows, long bytes, @Nullable String difference) {}
}
