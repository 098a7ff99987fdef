package org.modelassay.coding.file;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.coding.TokenCoder;
import org.modelassay.coding.Windows;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.reading.StepModel;
import org.modelassay.reading.TextModel;

/**
 * Codes the bytes of a file, whatever they are: what is UTF-8 text and comes back from the
 * tokenizer is coded by the model, the rest is kept as it is.
 */
public final class FileEncoder {
  private final byte[] text;
  private final Windows windows;
  private final List<Piece> pieces;
  private final int[] tokens;
  private final RangeEncoder encoder = new RangeEncoder();
  private @Nullable TokenCoder coder;
  private double bits;

  /**
   * Prepares a file: finds its text and its tokens.
   *
   * @param text the file; not copied
   * @param model the text side of the model
   * @param windows what the model is to see of the tokens before each
   * @param name how messages name the file
   * @throws AssayException when it is longer than 1 GiB
   */
  public FileEncoder(byte[] text, TextModel model, Windows windows, String name) {
    if (text.length > CodedFile.LONGEST) {
      throw new AssayException(
          name
              + ": has "
              + text.length
              + " bytes; at most "
              + CodedFile.LONGEST
              + " can be coded: cut it");
    }
    this.text = text;
    this.windows = windows;
    pieces = Piece.cut(text, model);
    tokens = pieces.stream().flatMapToInt(piece -> Arrays.stream(piece.tokens())).toArray();
  }

  /** How often the model will be asked for a next token. */
  public long steps() {
    return windows.steps(tokens.length);
  }

  /** Tokens that the model will code. */
  public int tokens() {
    return tokens.length;
  }

  /** Bytes of the file that no token stands for: they are kept as they are. */
  public int keptBytes() {
    return pieces.stream().filter(Piece::raw).mapToInt(piece -> piece.end() - piece.begin()).sum();
  }

  /** Bytes of the stream so far to bytes of the text, as far as it has been coded. */
  public double ratio() {
    TokenCoder begun = coder;
    return begun == null || begun.coded() == 0
        ? 1
        : encoder.size() * (double) tokens.length / ((double) text.length * begun.coded());
  }

  /** Sum of -log2 of the shares of the tokens. */
  public double bits() {
    return bits;
  }

  /**
   * Codes. Can be called once.
   *
   * @param model the model, step by step
   * @param computation all that decides its probabilities
   */
  public CodedFile encode(StepModel model, Computation computation) {
    var begun = new TokenCoder(model, windows);
    coder = begun;
    bits = begun.encode(tokens, encoder);
    var kept = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      if (piece.raw()) {
        kept.write(text, piece.begin(), piece.end() - piece.begin());
      }
    }
    MessageDigest sha = Sha256.digest();
    sha.update(text);
    return new CodedFile(
        computation,
        windows,
        text.length,
        HexFormat.of().formatHex(sha.digest()),
        pieces.stream()
            .map(
                piece ->
                    new CodedFile.Part(
                        piece.raw(),
                        piece.raw() ? piece.end() - piece.begin() : piece.tokens().length))
            .toList(),
        kept.toByteArray(),
        encoder.finish());
  }
}
