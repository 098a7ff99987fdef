package org.modelassay.coding.equalinfo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.reading.Request;
import org.modelassay.reading.StepModel;

/** Codes the documents of a corpus, and decodes the first ones of them again, as a proof. */
final class EqualInfoCoding implements Request.Stepping<EqualInfoCoding.Coded> {
  /** Bits that a byte takes by a middling model: by it the number of windows is foretold. */
  private static final double BITS_PER_BYTE = 2.5;

  private final SymbolText text;
  private final int sample;

  /**
   * What came of it.
   *
   * @param documents each document's windows
   * @param asked how often a distribution was wanted for them
   * @param steps tokens that the model had to read for these
   * @param proof of the sample, or null when there was none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Coded(List<Encoded> documents, long asked, long steps, @Nullable Proof proof) {
    /** Copies the list. */
    Coded {
      documents = List.copyOf(documents);
    }
  }

  /**
   * What decoding gave.
   *
   * @param documents documents decoded
   * @param restored those of which every symbol came back
   * @param windows their windows
   * @param bytes their UTF-8 bytes
   * @param difference the first place where something else came back, or null
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Proof(
      int documents, int restored, long windows, long bytes, @Nullable String difference) {}

  /**
   * Creates the request.
   *
   * @param text the documents
   * @param sample how many of them, from the first on, are decoded
   */
  EqualInfoCoding(SymbolText text, int sample) {
    this.text = text;
    this.sample = text.windowing().rule() == WindowRule.GREEDY ? 0 : sample;
  }

  @Override
  public String name() {
    return "equal-info windows";
  }

  /**
   * {@inheritDoc} A window is looked through once; where the model begins anew it reads the token
   * in front again. Contexts that come back make it less.
   */
  @Override
  public long steps() {
    double steps = 0;
    for (int d = 0; d < text.texts().size(); d++) {
      SymbolText.Text document = text.texts().get(d);
      double windows = document.utf8().length * BITS_PER_BYTE / text.windowing().bits();
      steps += (d < sample ? 2 : 1) * (document.symbols().length + windows);
    }
    return Math.round(steps);
  }

  @Override
  public String key() {
    MessageDigest sha = Sha256.digest();
    sha.update((text.windowing() + " " + sample).getBytes(StandardCharsets.UTF_8));
    for (SymbolText.Text document : text.texts()) {
      ByteBuffer symbols = ByteBuffer.allocate(4 + 4 * document.symbols().length);
      symbols.putInt(document.symbols().length);
      symbols.asIntBuffer().put(document.symbols());
      sha.update(symbols.array());
    }
    return "equal-info-1-" + Sha256.hex(sha);
  }

  @Override
  public Class<Coded> type() {
    return Coded.class;
  }

  @Override
  public Coded run(StepModel model) {
    var contexts = new Contexts(model, text.windowing());
    var coder = new EqualInfoWindows(contexts, text.windowing());
    var documents = new ArrayList<Encoded>();
    for (SymbolText.Text document : text.texts()) {
      documents.add(coder.encode(document.symbols()));
    }
    return new Coded(
        documents,
        contexts.asked(),
        contexts.steps(),
        sample == 0
            ? null
            : proof(model, documents.subList(0, Math.min(sample, documents.size()))));
  }

  /** Asks the model for everything again: nothing that coding knew helps decoding. */
  private Proof proof(StepModel model, List<Encoded> documents) {
    var coder = new EqualInfoWindows(new Contexts(model, text.windowing()), text.windowing());
    int restored = 0;
    long windows = 0;
    long bytes = 0;
    String first = null;
    for (int d = 0; d < documents.size(); d++) {
      SymbolText.Text document = text.texts().get(d);
      String difference = difference(coder, documents.get(d), document);
      windows += documents.get(d).windows();
      bytes += document.utf8().length;
      if (difference == null) {
        restored++;
      } else if (first == null) {
        first = "document " + document.id() + ", " + difference;
      }
    }
    return new Proof(documents.size(), restored, windows, bytes, first);
  }

  private static @Nullable String difference(
      EqualInfoWindows coder, Encoded encoded, SymbolText.Text document) {
    try {
      int[] decoded = coder.decode(encoded.stream(), encoded.length());
      int at = Arrays.mismatch(decoded, document.symbols());
      return at < 0
          ? null
          : "symbol "
              + at
              + " of "
              + decoded.length
              + ": coded "
              + document.symbols()[at]
              + ", decoded "
              + decoded[at];
    } catch (AssayException e) {
      return e.getMessage();
    }
  }
}
