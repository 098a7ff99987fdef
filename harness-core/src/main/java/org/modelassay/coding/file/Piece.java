package org.modelassay.coding.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modelassay.reading.TextModel;

/**
 * A stretch of a file.
 *
 * @param begin offset of its first byte
 * @param end offset behind its last byte
 * @param tokens the tokens that decode to exactly these bytes; none where no text does: such bytes
 *     are kept as they are
 */
record Piece(int begin, int end, int[] tokens) {
  private static final int[] NONE = {};

  /** A text of fewer bytes is not cut further, and joins bytes that it follows. */
  private static final int SHORT = 16;

  boolean raw() {
    return tokens.length == 0;
  }

  /** Cuts a file: text as long as can be, and between what is no UTF-8 or would be lost. */
  static List<Piece> cut(byte[] file, TextModel model) {
    var cutter = new Cutter(model);
    CharsetDecoder utf8 =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.wrap(file);
    CharBuffer chars = CharBuffer.allocate(file.length);
    while (bytes.hasRemaining()) {
      CoderResult result = utf8.reset().decode(bytes, chars.clear(), true);
      cutter.text(chars.flip().toString());
      if (result.isMalformed()) {
        cutter.raw(result.length());
        bytes.position(bytes.position() + result.length());
      }
    }
    return cutter.pieces;
  }

  private static final class Cutter {
    private final TextModel model;
    private final List<Piece> pieces = new ArrayList<>();
    private int done;

    Cutter(TextModel model) {
      this.model = model;
    }

    /** Adds a text whole where it comes back, else by halves. */
    void text(String text) {
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      boolean isShort = length < SHORT;
      if (isShort && behindRaw()) {
        raw(length);
        return;
      }
      int[] tokens = model.tokenizer().encode(text);
      if (comesBack(text, length, tokens)) {
        pieces.add(new Piece(done, done + length, tokens));
        done += length;
      } else if (isShort) {
        raw(length);
      } else {
        int middle = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
        text(text.substring(0, middle));
        text(text.substring(middle));
      }
    }

    private boolean comesBack(String text, int length, int[] tokens) {
      // More tokens than bytes are refused so that no file can claim a text longer than it says.
      return tokens.length > 0
          && tokens.length <= length
          && Arrays.stream(tokens).allMatch(token -> token < model.vocabularySize())
          && model.tokenizer().decode(tokens).equals(text);
    }

    void raw(int length) {
      if (length == 0) {
        return;
      }
      int begin = behindRaw() ? pieces.remove(pieces.size() - 1).begin : done;
      done += length;
      pieces.add(new Piece(begin, done, NONE));
    }

    private boolean behindRaw() {
      return !pieces.isEmpty() && pieces.get(pieces.size() - 1).raw();
    }
  }
}
