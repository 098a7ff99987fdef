package org.modelassay.coding.equalinfo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.modelassay.Sha256;
import org.modelassay.coding.equalinfo.analysis.Stability;
import org.modelassay.coding.equalinfo.analysis.Tokenised;
import org.modelassay.coding.equalinfo.analysis.Variants;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Request;
import org.modelassay.reading.StepModel;

/** Codes one sentence behind many words, with windows and without. */
final class VariantsCoding implements Request.Stepping<VariantsCoding.Coded> {
  private final Variants variants;
  private final List<String> texts;
  private final List<int[]> symbols;
  private final Windowing windowing;

  /**
   * What came of it.
   *
   * @param windows the windows of each text
   * @param whole each text in one stream
   */
  record Coded(List<byte[]> windows, List<byte[]> whole) {
    /** Copies the lists. */
    Coded {
      windows = List.copyOf(windows);
      whole = List.copyOf(whole);
    }
  }

  /** Creates the request. */
  VariantsCoding(Variants variants, Tokenizer tokenizer, Windowing windowing) {
    this.variants = variants;
    this.windowing = windowing;
    texts = variants.texts();
    symbols = tokenizer.encodeAll(texts);
  }

  @Override
  public String name() {
    return "stability of equal-info windows";
  }

  @Override
  public long steps() {
    return 2 * symbols.stream().mapToLong(s -> s.length).sum();
  }

  @Override
  public String key() {
    MessageDigest sha = Sha256.digest();
    sha.update(windowing.toString().getBytes(StandardCharsets.UTF_8));
    for (int[] text : symbols) {
      ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * text.length);
      buffer.putInt(text.length).asIntBuffer().put(text);
      sha.update(buffer.array());
    }
    return "equal-info-variants-1-" + Sha256.hex(sha);
  }

  @Override
  public Class<Coded> type() {
    return Coded.class;
  }

  @Override
  public Coded run(StepModel model) {
    var coder = new EqualInfoWindows(new Contexts(model, windowing), windowing);
    var windows = new ArrayList<byte[]>();
    var whole = new ArrayList<byte[]>();
    for (int[] text : symbols) {
      windows.add(coder.encode(text).stream());
      whole.add(coder.oneStream(text));
    }
    return new Coded(windows, whole);
  }

  /**
   * How stable the tokens are, beside those of other tokenisations.
   *
   * @param coded the answer
   * @param name what the windows' tokens are called
   * @param tokenBits bits of a token
   */
  Stability stability(Coded coded, String name, int tokenBits) {
    List<int[]> bytes = texts.stream().map(VariantsCoding::bytes).toList();
    var tokenised = new ArrayList<Tokenised>();
    tokenised.add(new Tokenised(name, tokens(coded.windows, tokenBits)));
    tokenised.add(new Tokenised("AC", tokens(coded.whole, tokenBits)));
    // The tokens of a model of bytes are the bytes.
    if (IntStream.range(0, texts.size())
        .anyMatch(i -> symbols.get(i).length != bytes.get(i).length)) {
      tokenised.add(new Tokenised("the coding model's own tokens", symbols));
    }
    tokenised.add(new Tokenised("bytes", bytes));
    return Stability.of(variants, tokenised);
  }

  private static List<int[]> tokens(List<byte[]> streams, int tokenBits) {
    return streams.stream().map(stream -> Encoded.tokens(stream, tokenBits)).toList();
  }

  private static int[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return IntStream.range(0, bytes.length).map(i -> bytes[i]).toArray();
  }
}
