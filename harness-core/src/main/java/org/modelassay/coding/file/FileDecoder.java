package org.modelassay.coding.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.coding.TokenCoder;
import org.modelassay.coding.Windows;
import org.modelassay.coding.arithmetic.RangeDecoder;
import org.modelassay.reading.StepModel;
import org.modelassay.reading.TextModel;

/** Gives back the bytes that a {@link FileEncoder} coded: those, or an error. */
public final class FileDecoder {
  private final CodedFile file;
  private final String name;
  private final TextModel model;
  private final Computation here;

  /**
   * Prepares a file.
   *
   * @param file the coded file
   * @param name how messages name it
   * @param model the text side of the model
   * @param here all that decides the model's probabilities
   * @throws AssayException when that is not what coded the file: names what differs, both values
   *     and the remedy
   */
  public FileDecoder(CodedFile file, String name, TextModel model, Computation here) {
    this.file = file;
    this.name = name;
    this.model = model;
    this.here = here;
    file.computation().check(name, here);
    Windows windows = file.windows();
    Windows own;
    try {
      own = Windows.of(model, windows.window(), windows.stride(), windows.bos());
    } catch (AssayException e) {
      throw new AssayException(
          name + ": was coded by a plan that this model cannot follow: " + e.getMessage(), e);
    }
    if (!windows.equals(own)) {
      throw new AssayException(
          name
              + ": was coded by the plan "
              + windows
              + ", with this model it would be "
              + own
              + "; take the Assay that coded it");
    }
  }

  /** How often the model will be asked for a next token. */
  public long steps() {
    return file.windows().steps(file.tokens());
  }

  /**
   * Decodes.
   *
   * @param steps the model, step by step
   * @throws AssayException when something else comes out than was coded
   */
  public byte[] decode(StepModel steps) {
    int[] tokens;
    try {
      tokens =
          new TokenCoder(steps, file.windows())
              .decode(file.tokens(), new RangeDecoder(file.stream()));
    } catch (AssayException e) {
      throw astray(String.valueOf(e.getMessage()));
    }
    var text = new ByteArrayOutputStream();
    int token = 0;
    int kept = 0;
    for (CodedFile.Part piece : file.pieces()) {
      if (piece.raw()) {
        text.write(file.kept(), kept, piece.count());
        kept += piece.count();
      } else {
        int[] own = Arrays.copyOfRange(tokens, token, token + piece.count());
        text.writeBytes(model.tokenizer().decode(own).getBytes(StandardCharsets.UTF_8));
        token += piece.count();
      }
    }
    byte[] bytes = text.toByteArray();
    MessageDigest sha = Sha256.digest();
    sha.update(bytes);
    if (bytes.length != file.length() || !Sha256.hex(sha).equals(file.sha256())) {
      throw astray("the decoded text has not the digest of the one that was coded");
    }
    return bytes;
  }

  private AssayException astray(String how) {
    return new AssayException(
        name
            + ": cannot be decoded here: "
            + how
            + ". The model's probabilities are not, bit by bit, those that coded it: on "
            + file.computation().threads()
            + " threads there, on "
            + here.threads()
            + " here, and perhaps on another kind of processor; decode on as many threads"
            + " (assay.threads) and on the machine that coded it");
  }
}
