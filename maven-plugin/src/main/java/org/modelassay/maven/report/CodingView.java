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
 * @param codedBytes its size, coded
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

  record Document(
      Text id,
      Cell bytes,
      Cell tokens,
      Cell bitsPerByte,
      @Nullable Cell baseline,
      @Nullable Cell rise,
      @Nullable Cell divergence) {}

  record Strip(Text document, List<Token> tokens, int tokensLeftOut) {}

  /**
   * A token.
   *
   * @param text its text
   * @param heat classes of the three colourings: bits, rise, divergence
   * @param numbers the figures in words
   */
  record Token(String text, String heat, String numbers) {}

  record Proof(
      String documents,
      String bytes,
      String codedBytes,
      boolean identical,
      String stepwiseBits,
      String batchedBits,
      String difference) {}

  /** Where each shade of bits begins; 1 bit is a fair coin, 12 one token of four thousand. */
  private static final double[] BITS = {1, 2, 4, 8, 12};

  /** Where each shade of a rise or fall in bits begins. */
  private static final double[] RISE = {0.1, 0.5, 1, 2, 4};

  /** Where each shade of divergence begins, in nats. */
  private static final double[] DIVERGENCE = {0.01, 0.03, 0.1, 0.3, 1};

  static CodingView of(CodingDetails details, Size size) {
    boolean compared =
        details.documents().stream().anyMatch(d -> d.baselineBitsPerByte() != null)
            || details.strips().stream()
                .flatMap(s -> s.tokens().stream())
                .anyMatch(t -> t.baselineBits() != null);
    return new CodingView(
        compared,
        Shown.of(
            details.documents(),
            size.items() * 2,
            details.documentsLeftOut(),
            document -> document(document, size)),
        Shown.of(details.strips(), size.items(), strip -> strip(strip, size)),
        Numbers.bytes(details.textBytes()),
        Numbers.bytes(details.codedBytes()),
        details.textBytes() > 0
            ? Numbers.of((double) details.codedBytes() / details.textBytes(), Numbers.SHARE)
            : "",
        Numbers.fixed(details.overheadBits(), 1),
        details.roundTrip() == null ? null : proof(details.roundTrip()),
        details.notes().stream().map(note -> Text.of(note, size.text())).toList());
  }

  private static Document document(CodingDetails.DocumentFigures figures, Size size) {
    Double baseline = figures.baselineBitsPerByte();
    Double divergence = figures.divergence();
    return new Document(
        Text.of(figures.id(), size.name()),
        Cell.count(figures.bytes()),
        Cell.count(figures.tokens()),
        Cell.fixed(figures.bitsPerByte(), 4),
        baseline == null ? null : Cell.fixed(baseline, 4),
        baseline == null ? null : Cell.signed(figures.bitsPerByte() - baseline, 4),
        divergence == null ? null : Cell.fixed(divergence, 4));
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

  private static Proof proof(CodingDetails.RoundTrip trip) {
    return new Proof(
        Numbers.count(trip.documents()),
        Numbers.bytes(trip.bytes()),
        Numbers.bytes(trip.codedBytes()),
        trip.identical(),
        Numbers.fixed(trip.stepwiseBits(), 1),
        Numbers.fixed(trip.batchedBits(), 1),
        Numbers.signed(trip.stepwiseBits() - trip.batchedBits(), 3));
  }
}
