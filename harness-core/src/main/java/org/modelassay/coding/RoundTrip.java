package org.modelassay.coding;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.Sha256;
import org.modelassay.coding.arithmetic.Bits;
import org.modelassay.coding.arithmetic.RangeDecoder;
import org.modelassay.coding.arithmetic.RangeEncoder;
import org.modelassay.coding.arithmetic.Uniform;
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
    long steps = 0;
    for (CorpusText.Text text : texts) {
      for (Windows.Window window : windows.cut(text.tokens().length)) {
        steps += (window.bos() ? 1 : 0) + window.end() - window.context() - 1;
      }
    }
    return 2 * steps;
  }

  @Override
  public String key() {
    MessageDigest sha = Sha256.digest();
    sha.update((windows + tokenizer.digest()).getBytes(StandardCharsets.UTF_8));
    for (CorpusText.Text text : texts) {
      sha.update(ByteBuffer.allocate(4).putInt(text.utf8().length).array());
      sha.update(text.utf8());
    }
    return "round-trip-1-" + Sha256.hex(sha);
  }

  @Override
  public Class<Proof> type() {
    return Proof.class;
  }

  @Override
  public Proof run(StepModel model) {
    var encoder = new RangeEncoder();
    double[] bits = new double[1];
    long bytes = 0;
    for (CorpusText.Text text : texts) {
      int[] tokens = text.tokens();
      walk(
          model,
          tokens.clone(),
          (next, position) -> {
            int token = tokens[position];
            long frequency = next.frequency(token);
            encoder.encode(next.low(token), frequency, next.total());
            bits[0] += Bits.of(frequency, next.total());
            return token;
          });
      bytes += text.utf8().length;
    }
    byte[] stream = encoder.finish();
    return new Proof(texts.size(), bytes, stream.length, bits[0], difference(model, stream));
  }

  private @Nullable String difference(StepModel model, byte[] stream) {
    var decoder = new RangeDecoder(stream);
    for (CorpusText.Text text : texts) {
      int[] decoded = new int[text.tokens().length];
      walk(
          model,
          decoded,
          (next, position) -> {
            int token = next.find(decoder.decodeTarget(next.total()));
            decoder.decode(next.low(token), next.frequency(token), next.total());
            return token;
          });
      for (int i = 0; i < decoded.length; i++) {
        if (decoded[i] != text.tokens()[i]) {
          return "document "
              + text.id()
              + ", token "
              + i
              + " of "
              + decoded.length
              + ": coded "
              + text.tokens()[i]
              + ", decoded "
              + decoded[i];
        }
      }
      if (text.loss() == null && !tokenizer.decode(decoded).equals(text.text())) {
        return "document " + text.id() + ": the decoded tokens make another text";
      }
    }
    return null;
  }

  /** Codes one token by its distribution: writes or reads it, and tells which it is. */
  private interface Step {
    int code(StepModel.Frequencies next, int position);
  }

  /**
   * Takes the model through a document, the same way whether it is written or read: no token is
   * looked at before its step has been there.
   */
  private void walk(StepModel model, int[] tokens, Step step) {
    for (Windows.Window window : windows.cut(tokens.length)) {
      model.reset();
      StepModel.Frequencies next = new Uniform(model.vocabularySize());
      if (window.bos()) {
        next = model.next(windows.token().orElseThrow());
      }
      for (int i = window.context(); i < window.start(); i++) {
        next = model.next(tokens[i]);
      }
      for (int i = window.start(); i < window.end(); i++) {
        if (i > window.start()) {
          next = model.next(tokens[i - 1]);
        }
        tokens[i] = step.code(next, i);
      }
    }
  }
}
