package org.modelassay.maven.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.coding.CodingDetails;

/**
 * A coding check on one candidate, as rows.
 *
 * @param compared whether there is a baseline
 * @param documents the documents, worst first
 * @param strips documents token by token
 * @param textBytes size of the text
 * @param codedBytes its size, coded; empty where not every token is coded
 * @param ratio the two as a share
 * @param overhead bits the coder spent beyond the model's
 * @param proof the round trip, or null
 * @param notes what a reader of the figures has to know
 */
record CodingView(
    boolean compared,
    Shown<Document> documents,
    Shown<Strip> strips,
    String textBytes,
    String codedBytes,
    String ratio,
    String overhead,
    @Nullable Proof proof,
    List<Text> notes) {

  /**
   * A document.
   *
   * @param id its id
   * @param bytes its size
   * @param characters its length
   * @param judged figures of the judged model
   * @param baseline figures of the baseline, or null
   * @param rise bits per byte more than the baseline's, or null
   * @param divergence mean KL to the baseline, or null
   * @param compressed shares that zlib, xz and zstd leave of it
   */
  record Document(
      Text id,
      Cell bytes,
      Cell characters,
      Figures judged,
      @Nullable Figures baseline,
      @Nullable Cell rise,
      @Nullable Cell divergence,
      List<Cell> compressed) {}

  /**
   * What one model makes of a document.
   *
   * @param tokens its tokens
   * @param bitsPerByte bits per byte, empty where they are not given
   * @param others bits per character, perplexity, LMCR, Late-stage LMCR per token and per byte of
   *     ids, tokens per byte; empty where one is not given
   */
  record Figures(Cell tokens, Cell bitsPerByte, List<Cell> others) {}

  record Strip(Text document, List<Token> tokens, int tokensLeftOut) {}

  /**
   * A token.
   *
   * @param text its text
   * @param heat classes of the three colourings: bits, rise, divergence
   * @param numbers the figures in words
   */
  record Token(String text, String heat, String numbers) {}

  /**
   * The proof.
   *
   * @param difference bits that it took more step by step
   * @param place where something else came back, or null
   */
  record Proof(
      String documents,
      String bytes,
      String codedBytes,
      boolean identical,
      String stepwiseBits,
      String batchedBits,
      String difference,
      @Nullable Text place) {}

  /** Where each shade of bits begins; 1 bit is a fair coin, 12 one token of four thousand. */
  private static final double[] BITS = {1, 2, 4, 8, 12};

  /** Where each shade of a rise or fall in bits begins. */
  private static final double[] RISE = {0.1, 0.5, 1, 2, 4};

  /** Where each shade of divergence begins, in nats. */
  private static final double[] DIVERGENCE = {0.01, 0.03, 0.1, 0.3, 1};

  static CodingView of(CodingDetails details, Size size) {
    boolean compared =
        details.documents().stream().anyMatch(d -> d.baseline() != null)
            || details.strips().stream()
                .flatMap(s -> s.tokens().stream())
                .anyMatch(t -> t.baselineBits() != null);
    Long coded = details.codedBytes();
    Double overhead = details.overheadBits();
    return new CodingView(
        compared,
        Shown.of(
            details.documents(),
            size.items() * 2,
            details.documentsLeftOut(),
            document -> document(document, size)),
        Shown.of(details.strips(), size.items(), strip -> strip(strip, size)),
        Numbers.bytes(details.textBytes()),
        coded == null ? "" : Numbers.bytes(coded),
        coded != null && details.textBytes() > 0
            ? Numbers.of((double) coded / details.textBytes(), Numbers.SHARE)
            : "",
        overhead == null ? "" : Numbers.fixed(overhead, 1),
        details.roundTrip() == null ? null : proof(details.roundTrip(), size),
        details.notes().stream().map(note -> Text.of(note, size.text())).toList());
  }

  private static Document document(CodingDetails.DocumentFigures figures, Size size) {
    CodingDetails.ModelFigures baseline = figures.baseline();
    Double divergence = figures.divergence();
    return new Document(
        Text.of(figures.id(), size.name()),
        Cell.count(figures.bytes()),
        Cell.count(figures.characters()),
        figures(figures.judged()),
        baseline == null ? null : figures(baseline),
        baseline == null ? null : rise(figures.judged().bitsPerByte(), baseline.bitsPerByte()),
        divergence == null ? null : Cell.fixed(divergence, 4),
        List.of(cell(figures.zlibRatio()), cell(figures.xzRatio()), cell(figures.zstdRatio())));
  }

  private static @Nullable Cell rise(@Nullable Double judged, @Nullable Double baseline) {
    return judged == null || baseline == null ? null : Cell.signed(judged - baseline, 4);
  }

  private static Figures figures(CodingDetails.ModelFigures figures) {
    return new Figures(
        Cell.count(figures.tokens()),
        cell(figures.bitsPerByte()),
        List.of(
            cell(figures.bitsPerCharacter()),
            cell(figures.perplexity()),
            cell(figures.lmcr()),
            cell(figures.lateStageLmcr()),
            cell(figures.lateStageLmcrBytes()),
            cell(figures.tokenEfficiency())));
  }

  private static Cell cell(@Nullable Double value) {
    return value == null ? new Cell("", "") : Cell.fixed(value, 4);
  }

  private static Strip strip(CodingDetails.Strip strip, Size size) {
    Shown<Token> tokens =
        Shown.of(strip.tokens(), size.tokens(), strip.tokensLeftOut(), t -> token(t, size));
    return new Strip(Text.of(strip.document(), size.name()), tokens.items(), tokens.leftOut());
  }

  private static Token token(CodingDetails.Token token, Size size) {
    Double before = token.baselineBits();
    Double divergence = token.divergence();
    StringBuilder heat = new StringBuilder("b" + level(token.bits(), BITS));
    StringBuilder numbers = new StringBuilder(Numbers.fixed(token.bits(), 2)).append(" bits");
    if (before != null) {
      double rise = token.bits() - before;
      // A fall has shades of its own hue; what is no number is shown as a rise.
      heat.append(rise < 0 ? " f" : " r").append(level(Math.abs(rise), RISE));
      numbers.append(", baseline ").append(Numbers.fixed(before, 2));
      numbers.append(", ").append(Numbers.signed(rise, 2));
    }
    if (divergence != null) {
      heat.append(" k").append(level(divergence, DIVERGENCE));
      numbers.append("; KL ").append(Numbers.fixed(divergence, 4)).append(" nats");
    }
    return new Token(
        Text.head(token.text(), Math.min(size.text(), 200)), heat.toString(), numbers.toString());
  }

  private static int level(double value, double[] begins) {
    int level = 0;
    while (level < begins.length && !(value < begins[level])) { // NaN is the highest
      level++;
    }
    return level;
  }

  private static Proof proof(CodingDetails.RoundTrip trip, Size size) {
    String place = trip.difference();
    return new Proof(
        Numbers.count(trip.documents()),
        Numbers.bytes(trip.bytes()),
        Numbers.bytes(trip.codedBytes()),
        trip.identical(),
        Numbers.fixed(trip.stepwiseBits(), 1),
        Numbers.fixed(trip.batchedBits(), 1),
        Numbers.signed(trip.stepwiseBits() - trip.batchedBits(), 3),
        place == null ? null : Text.of(place, size.text()));
  }
}
