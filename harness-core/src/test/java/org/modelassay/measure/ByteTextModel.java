package org.modelassay.measure;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.modelassay.model.DecodingCost;
import org.modelassay.model.Tokenizer;
import org.modelassay.model.tokenizer.TokenizerRules;
import org.modelassay.reading.TextModel;

/**
 * The text side of a model whose tokens are UTF-8 bytes, with {@link #BOS} in front if it says so.
 */
public record ByteTextModel(
    String name, boolean hasBos, int contextLength, int vocabularySize, int layers)
    implements TextModel {
  /** The beginning-of-sequence token. */
  public static final int BOS = 256;

  /** A model of 4 layers, a context of 64 and 257 ids. */
  public static ByteTextModel named(String name, boolean hasBos) {
    return new ByteTextModel(name, hasBos, 64, 257, 4);
  }

  /** The same with another context. */
  public ByteTextModel withContext(int length) {
    return new ByteTextModel(name, hasBos, length, vocabularySize, layers);
  }

  /** Rules of a tokenizer that puts a token in front or none. */
  static TokenizerRules rules(OptionalInt bos) {
    List<TokenizerRules.Special> before =
        bos.stream().mapToObj(id -> new TokenizerRules.Special("<bos>", id)).toList();
    return new TokenizerRules("test", null, null, before, List.of(), false, List.of());
  }

  @Override
  public boolean hasMlps() {
    return true;
  }

  @Override
  public DecodingCost cost() {
    return new DecodingCost(1_000, 100, List.of());
  }

  @Override
  public SortedSet<Integer> endTokens() {
    return new TreeSet<>();
  }

  @Override
  public Tokenizer tokenizer() {
    return new Bytes(hasBos);
  }

  private record Bytes(boolean hasBos) implements Tokenizer {
    @Override
    public int[] encode(String text) {
      // Like a tokenizer that knows not every character: a vertical tab makes no token.
      byte[] bytes = text.replace("\u000B", "").getBytes(StandardCharsets.UTF_8);
      int[] tokens = new int[bytes.length];
      for (int i = 0; i < tokens.length; i++) {
        // Like a tokenizer that normalises: a tab becomes a blank and is lost.
        tokens[i] = bytes[i] == '\t' ? ' ' : bytes[i] & 0xFF;
      }
      return tokens;
    }

    @Override
    public List<Span> spans(String text) {
      var spans = new ArrayList<Span>();
      int[] characters = text.codePoints().toArray();
      for (int i = 0; i < characters.length; i++) {
        int bytes = Character.toString(characters[i]).getBytes(StandardCharsets.UTF_8).length;
        spans.addAll(Collections.nCopies(bytes, new Span(i, i + 1)));
      }
      return spans;
    }

    @Override
    public int[] encodeRendered(String text) {
      return encode(text);
    }

    @Override
    public TokenizerRules rules() {
      return ByteTextModel.rules(bos());
    }

    @Override
    public String decode(int[] tokens) {
      var bytes = new ByteArrayOutputStream();
      for (int token : tokens) {
        bytes.write(token);
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public OptionalInt bos() {
      return hasBos ? OptionalInt.of(BOS) : OptionalInt.empty();
    }

    @Override
    public int size() {
      return 257;
    }

    @Override
    public String digest() {
      return "bytes" + hasBos;
    }
  }
}
