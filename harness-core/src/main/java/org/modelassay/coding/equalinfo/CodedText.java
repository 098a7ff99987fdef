package org.modelassay.coding.equalinfo;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What one model makes of a corpus.
 *
 * @param text the corpus
 * @param coding its windows
 * @param arithmetic the corpus in one stream without windows, by the same model
 * @param tokenBits bits of a token
 */
record CodedText(SymbolText text, EqualInfoCoding.Coded coding, byte[] arithmetic, int tokenBits) {

  /** The tokens of each document. */
  List<int[]> tokens() {
    var tokens = new ArrayList<int[]>();
    for (Encoded document : coding.documents()) {
      tokens.add(document.tokens(tokenBits));
    }
    return tokens;
  }

  /** The tokens of the windows. */
  TokenStream windows() {
    return TokenStream.of(text.bytes(), bits() / 8, tokens(), tokenBits);
  }

  /** The tokens of a stream of the same corpus. */
  TokenStream tokensOf(byte[] stream) {
    return TokenStream.of(
        text.bytes(), stream.length, List.of(Encoded.tokens(stream, tokenBits)), tokenBits);
  }

  /** The windows of all documents in a row. */
  byte[] stream() {
    var stream = new ByteArrayOutputStream();
    coding.documents().forEach(document -> stream.writeBytes(document.stream()));
    return stream.toByteArray();
  }

  /** Bits of all windows. */
  long bits() {
    return coding.documents().stream().mapToLong(Encoded::bits).sum();
  }

  /** What a byte costs a learner behind the coding model. */
  double flopsPerByte(double learner, double tokenRatio) {
    return TokenStream.flopsPerByte(
        learner, tokenRatio, (double) text.matrices(), (double) text.bytes() / text.symbols());
  }
}
