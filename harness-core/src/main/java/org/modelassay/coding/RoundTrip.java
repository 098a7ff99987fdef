package org.modelassay.coding;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.coding.arithmetic.RangeDecoder;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Request;
import org.modelassay.reading.StepModel;

/**
 * The proof that the coding is lossless: some documents are coded token by token, then decoded from
 * nothing but the stream, their token counts, the window rule and the model.
 *
 * <p>Probabilities read in batches cannot prove it, for step by step the model gives other bits.
 */
final class RoundTrip implements Request.Stepping<RoundTrip.Proof> {

  /**
   * What came of it.
   *
   * @param documents documents coded
   * @param bytes their UTF-8 bytes
   * @param codedBytes size of the stream
   * @param bits sum of -log2 of the shares that the coder was given
   * @param difference the first place where something else came back, or null when all is identical
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Proof(
      int documents, long bytes, long codedBytes, double bits, @Nullable String difference) {}

  private final List<CorpusText.Text> texts;
  private final Windows windows;
  private final Tokenizer tokenizer;

  RoundTrip(List<CorpusText.Text> texts, Windows windows, Tokenizer tokenizer) {
    this.texts = List.copyOf(texts);
    this.windows = windows;
    this.tokenizer = tokenizer;
  }

  @Override
  public String name() {
    return "the proof of coding";
  }

  @Override
  public long steps() {
    return 2 * texts.stream().mapToLong(text -> windows.steps(text.tokens().length)).sum();
  }

  @Override
  public String key() {
    MessageDigest sha = Sha256.digest();
    sha.update((windows + tokenizer.digest()).getBytes(StandardCharsets.UTF_8));
    for (CorpusText.Text text : texts) {
      sha.update(ByteBuffer.allocate(4).putInt(text.utf8().length).array());
      sha.update(text.utf8());
    }
    return "round-trip-2-" + Sha256.hex(sha);
  }

  @Override
  public Class<Proof> type() {
    return Proof.class;
  }

  @Override
  public Proof run(StepModel model) {
    var coder = new TokenCoder(model, windows);
    var encoder = new RangeEncoder();
    double bits = 0;
    long bytes = 0;
    for (CorpusText.Text text : texts) {
      bits += coder.encode(text.tokens(), encoder);
      bytes += text.utf8().length;
    }
    byte[] stream = encoder.finish();
    return new Proof(texts.size(), bytes, stream.length, bits, difference(coder, stream));
  }

  private @Nullable String difference(TokenCoder coder, byte[] stream) {
    var decoder = new RangeDecoder(stream);
    for (CorpusText.Text text : texts) {
      int[] tokens = text.tokens();
      int[] decoded;
      try {
        decoded = coder.decode(tokens.length, decoder);
      } catch (AssayException e) {
        return "document " + text.id() + ": " + e.getMessage();
      }
      int i = Arrays.mismatch(tokens, decoded);
      if (i >= 0) {
        return "document "
            + text.id()
            + ", token "
            + i
            + " of "
            + decoded.length
            + ": coded "
            + tokens[i]
            + ", decoded "
            + decoded[i];
      }
      if (text.loss() == null && !tokenizer.decode(decoded).equals(text.text())) {
        return "document " + text.id() + ": the decoded tokens make another text";
      }
    }
    return null;
  }
}
