package org.modelassay.coding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.arithmetic.Bits;
import org.modelassay.coding.arithmetic.Uniform;
import org.modelassay.gate.Metric;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.ScoredReading;

/**
 * What a person looks at when the figures are bad: the worst documents, and some token by token.
 */
final class Drilldown {
  private static final int DOCUMENTS = 200;
  private static final int WORST_STRIPS = 3;
  private static final int SAMPLED_STRIPS = 3;
  private static final int STRIP_TOKENS = 400;
  private static final long SEED = 1;

  /** A UTF-8 character has at most so many bytes, and a token at least one of them. */
  private static final int TOKENS_OF_A_CHARACTER = 4;

  private static final String UNFINISHED = "\uFFFD";

  private final Tokenizer tokenizer;
  private final Coded subject;
  private final ScoredReading reading;
  private final @Nullable Coded baseline;
  private final @Nullable ScoredReading baselineReading;
  private final @Nullable Divergence divergence;
  private final Windowing windowing;
  private final CompressedSizes compressed;

  /**
   * Creates a drill-down.
   *
   * @param tokenizer the judged model's
   * @param subject the judged model
   * @param reading what it yielded
   * @param baseline what it is compared with, or null
   * @param baselineReading what that yielded, or null
   * @param divergence between the two, or null when they cannot be compared token by token
   * @param windowing which tokens are targets
   * @param compressed what general compressors make of the corpus
   */
  Drilldown(
      Tokenizer tokenizer,
      Coded subject,
      ScoredReading reading,
      @Nullable Coded baseline,
      @Nullable ScoredReading baselineReading,
      @Nullable Divergence divergence,
      Windowing windowing,
      CompressedSizes compressed) {
    this.tokenizer = tokenizer;
    this.subject = subject;
    this.reading = reading;
    this.baseline = baseline;
    this.baselineReading = baselineReading;
    this.divergence = divergence;
    this.windowing = windowing;
    this.compressed = compressed;
  }

  CodingDetails details(RoundTrip.@Nullable Proof proof, List<String> notes) {
    List<Integer> worstFirst = worstFirst();
    int n = worstFirst.size();
    int[] all = IntStream.range(0, n).toArray();
    boolean coded = subject.text().everyToken();
    return new CodingDetails(
        worstFirst.stream().limit(DOCUMENTS).map(this::figures).toList(),
        Math.max(0, n - DOCUMENTS),
        coded ? stripped(worstFirst).stream().map(this::strip).toList() : List.of(),
        proof == null
            ? null
            : new CodingDetails.RoundTrip(
                proof.documents(),
                proof.bytes(),
                proof.codedBytes(),
                proof.difference() == null,
                proof.bits(),
                subject.shareBits(Arrays.copyOf(all, proof.documents())),
                proof.difference()),
        coded ? subject.codedBytes() : null,
        (long) subject.bytes(all),
        coded ? 8.0 * subject.codedBytes() - subject.bits(all) : null,
        notes);
  }

  private List<Integer> worstFirst() {
    Comparator<Integer> byBadness =
        Comparator.comparingDouble(
            d -> badness(subject, d) - (baseline == null ? 0 : badness(baseline, d)));
    return IntStream.range(0, subject.text().texts().size())
        .boxed()
        .sorted(byBadness.reversed())
        .toList();
  }

  private double badness(Coded coded, int d) {
    return switch (windowing) {
      case LLAMA_PERPLEXITY -> coded.coded(d) == 0 ? 0 : coded.bits(d) / coded.coded(d);
      case COMPRESSION_INTELLIGENCE -> coded.bitsPerCharacter(d);
      default -> coded.bitsPerByte(d);
    };
  }

  /** The worst documents and some of the others, the same ones in every run. */
  private static List<Integer> stripped(List<Integer> worstFirst) {
    int worst = Math.min(WORST_STRIPS, worstFirst.size());
    var others = new ArrayList<>(worstFirst.subList(worst, worstFirst.size()));
    Collections.sort(others);
    Collections.shuffle(others, new Random(SEED));
    var chosen = new ArrayList<>(worstFirst.subList(0, worst));
    chosen.addAll(others.subList(0, Math.min(SAMPLED_STRIPS, others.size())));
    return chosen;
  }

  private CodingDetails.DocumentFigures figures(int d) {
    CorpusText.Text text = subject.text().texts().get(d);
    double bytes = text.utf8().length;
    CompressedSizes.Sizes sizes = compressed.document(subject.text(), d);
    return new CodingDetails.DocumentFigures(
        text.id(),
        text.utf8().length,
        text.characters(),
        figures(subject, d),
        baseline == null ? null : figures(baseline, d),
        divergence == null || divergence.predicted()[d] == 0
            ? null
            : divergence.from()[d] / divergence.predicted()[d],
        sizes.zlib() / bytes,
        sizes.xz() / bytes,
        sizes.zstd().isPresent() ? sizes.zstd().getAsLong() / bytes : null);
  }

  private CodingDetails.ModelFigures figures(Coded coded, int d) {
    double share = coded.shareBits(d) / 8;
    return new CodingDetails.ModelFigures(
        (int) coded.tokens(d),
        given(CodingMetrics.BITS_PER_BYTE, coded.bitsPerByte(d)),
        given(CodingMetrics.BITS_PER_CHARACTER, coded.bitsPerCharacter(d)),
        given(CodingMetrics.PERPLEXITY, coded.perplexity(d)),
        given(CodingMetrics.LMCR, share / coded.bytes(d)),
        given(CodingMetrics.LATE_STAGE_LMCR, share / coded.tokens(d)),
        given(CodingMetrics.LATE_STAGE_LMCR_BYTES, share / coded.tokens(d) / coded.idBytes()),
        coded.tokenEfficiency(d));
  }

  /** A ratio to no token at all is none. */
  private @Nullable Double given(Metric metric, double value) {
    return CodingMetrics.given(metric, windowing) && !Double.isNaN(value) ? value : null;
  }

  private CodingDetails.Strip strip(int d) {
    CorpusText.Text text = subject.text().texts().get(d);
    int[] tokens = text.tokens();
    int shown = Math.min(STRIP_TOKENS, tokens.length);
    var strip = new ArrayList<CodingDetails.Token>();
    String before = "";
    int from = 0;
    for (int end = 1; end <= shown; end++) {
      String decoded = tokenizer.decode(Arrays.copyOf(tokens, end));
      boolean complete =
          !decoded.endsWith(UNFINISHED) || end - from == TOKENS_OF_A_CHARACTER || end == shown;
      if (complete) {
        String piece =
            decoded.startsWith(before)
                ? decoded.substring(before.length())
                : tokenizer.decode(Arrays.copyOfRange(tokens, from, end));
        strip.add(token(text, from, end, piece));
        before = decoded;
        from = end;
      }
    }
    return new CodingDetails.Strip(text.id(), strip, tokens.length - shown);
  }

  /** Tokens [from, end) of a document as one: bits and divergence of a chain add up. */
  private CodingDetails.Token token(CorpusText.Text text, int from, int end, String piece) {
    boolean paired = divergence != null;
    return new CodingDetails.Token(
        piece,
        bits(text, from, end, reading),
        paired && baselineReading != null ? bits(text, from, end, baselineReading) : null,
        divergence == null ? null : divergence(text, from, end, divergence));
  }

  private double bits(CorpusText.Text text, int from, int end, ScoredReading reading) {
    double bits = 0;
    for (int i = from; i < end; i++) {
      bits +=
          i < text.unpredicted()
              ? new Uniform(subject.text().vocabularySize()).bits()
              : Bits.ofNats(-reading.logLikelihoods()[text.column(i)]);
    }
    return bits;
  }

  /** A token that neither model predicts is coded alike by both: its divergence is 0. */
  private static double divergence(CorpusText.Text text, int from, int end, Divergence divergence) {
    double nats = 0;
    for (int i = Math.max(from, text.unpredicted()); i < end; i++) {
      nats += divergence.tokens()[text.column(i)];
    }
    return nats;
  }
}
