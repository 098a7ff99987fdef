package org.modelassay.coding.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.Sha256;
import org.modelassay.coding.Bos;
import org.modelassay.coding.Windows;

/**
 * A coded file, taken apart.
 *
 * <p>What it holds, in this order; a number is unsigned LEB128, a text its UTF-8 length as a number
 * and then its UTF-8:
 *
 * <ol>
 *   <li>4 bytes {@code 89 41 53 59} and the format's version, one byte, {@value #VERSION}
 *   <li>the computation: model, treatment, type, device and libraries as texts, threads as a
 *       number, 16 bytes each of the digests of model, tokenizer and programs
 *   <li>the plan: window, stride, place of the beginning-of-sequence token (0 every window, 1 the
 *       first, 2 none) and its id plus one (0 for none)
 *   <li>length of the text in bytes and its SHA-256
 *   <li>number of pieces; each piece's count twice, plus one where it counts bytes that are kept as
 *       they are, else it counts tokens
 *   <li>the bytes that are kept as they are, of all pieces
 *   <li>the coded stream of all tokens, as one document
 *   <li>SHA-256 of everything before
 * </ol>
 *
 * @param computation what coded it
 * @param windows what the model saw of the tokens before each
 * @param length bytes of the text
 * @param sha256 hex digest of the text
 * @param pieces what the text is made of, in order
 * @param kept the bytes of all pieces that are kept as they are
 * @param stream the coded tokens of all others
 */
public record CodedFile(
    Computation computation,
    Windows windows,
    long length,
    String sha256,
    List<Part> pieces,
    byte[] kept,
    byte[] stream) {
  /** Of the format. */
  static final int VERSION = 1;

  /** The longest text. A model that reads a thousand tokens a second has days to do with it. */
  public static final long LONGEST = 1L << 30;

  /** Whoever decodes starts as many as a file says. */
  private static final int MOST_THREADS = 4096;

  private static final byte[] MAGIC = {(byte) 0x89, 'A', 'S', 'Y'};
  private static final int SHA = 32;
  private static final List<Bos> PLACES = List.of(Bos.EVERY_WINDOW, Bos.FIRST_WINDOW, Bos.NONE);

  /**
   * A stretch of the text.
   *
   * @param raw whether its bytes are kept as they are
   * @param count bytes that are, else tokens
   */
  public record Part(boolean raw, int count) {}

  /** Tokens of all pieces. */
  public int tokens() {
    return pieces.stream().filter(piece -> !piece.raw).mapToInt(Part::count).sum();
  }

  /** The file. */
  public byte[] bytes() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.write(VERSION);
    for (String text :
        List.of(
            computation.model(),
            computation.treatment(),
            computation.type(),
            computation.device(),
            computation.libraries())) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(out, utf8.length);
      out.writeBytes(utf8);
    }
    number(out, computation.threads());
    for (String digest :
        List.of(computation.fingerprint(), computation.tokenizer(), computation.programs())) {
      out.writeBytes(HexFormat.of().parseHex(digest));
    }
    number(out, windows.window());
    number(out, windows.stride());
    number(out, PLACES.indexOf(windows.bos()));
    number(out, windows.token().isPresent() ? windows.token().getAsInt() + 1L : 0);
    number(out, length);
    out.writeBytes(HexFormat.of().parseHex(sha256));
    number(out, pieces.size());
    for (Part piece : pieces) {
      number(out, 2L * piece.count + (piece.raw ? 1 : 0));
    }
    out.writeBytes(kept);
    out.writeBytes(stream);
    out.writeBytes(sha(out.toByteArray(), out.size()));
    return out.toByteArray();
  }

  /**
   * Reads a file.
   *
   * @throws AssayException when it cannot be read, is no coded file or is damaged
   */
  public static CodedFile read(Path file) {
    try {
      // A coded file is hardly ever longer than its text; what is much longer is none.
      if (Files.size(file) > 2 * LONGEST - SHA) {
        throw new AssayException(file + ": is too large to be a coded file");
      }
      return parse(Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new AssayException(
          file + ": cannot be read: " + AtomicFile.reason(e) + "; name a file that can", e);
    }
  }

  /**
   * Takes a file apart. Nothing is believed before the digest at its end has been found right, and
   * nothing is allocated for more than the file holds.
   *
   * @param bytes all of it
   * @param name how messages name it
   * @throws AssayException when it is no coded file or is damaged
   */
  public static CodedFile parse(byte[] bytes, String name) {
    if (bytes.length <= MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new AssayException(
          name + ": is no coded file, or its beginning is damaged; name a file that was encoded");
    }
    int version = bytes[MAGIC.length];
    if (version != VERSION) {
      throw new AssayException(
          name
              + ": has version "
              + (version & 0xFF)
              + " of the format, this Assay reads "
              + VERSION
              + "; take the Assay that encoded it, or an undamaged copy");
    }
    int end = bytes.length - SHA;
    if (end <= MAGIC.length
        || !Arrays.equals(sha(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw damaged(name, "its bytes do not have the digest at its end");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    in.position(MAGIC.length + 1);
    try {
      return parse(in, name);
    } catch (BufferUnderflowException e) {
      throw damaged(name, "it ends inside its header");
    }
  }

  private static CodedFile parse(ByteBuffer in, String name) {
    String model = text(in, name);
    String treatment = text(in, name);
    String type = text(in, name);
    String device = text(in, name);
    String libraries = text(in, name);
    int threads = number(in, MOST_THREADS, "number of threads", name);
    String fingerprint = hex(in, Computation.DIGITS / 2);
    String tokenizer = hex(in, Computation.DIGITS / 2);
    String programs = hex(in, Computation.DIGITS / 2);
    var computation =
        new Computation(
            model, treatment, fingerprint, tokenizer, type, device, threads, libraries, programs);
    int window = number(in, Integer.MAX_VALUE, "window", name);
    int stride = number(in, window, "stride", name);
    Bos bos = PLACES.get(number(in, PLACES.size() - 1, "place of a token", name));
    int token = number(in, Integer.MAX_VALUE, "id of a token", name);
    if (stride == 0 || (token == 0 && bos != Bos.NONE)) {
      throw damaged(name, "its window rule is none");
    }
    var windows =
        new Windows(
            window, stride, bos, token == 0 ? OptionalInt.empty() : OptionalInt.of(token - 1));
    int length = number(in, LONGEST, "length", name);
    String sha256 = hex(in, SHA);
    int count = number(in, in.remaining(), "number of pieces", name);
    var pieces = new ArrayList<Part>();
    long kept = 0;
    long all = 0;
    for (int i = 0; i < count; i++) {
      int piece = number(in, 2 * LONGEST - 1, "piece", name);
      all += piece / 2;
      kept += piece % 2 == 1 ? piece / 2 : 0;
      pieces.add(new Part(piece % 2 == 1, piece / 2));
    }
    // No token stands for less than a byte.
    if (all > length || kept > in.remaining()) {
      throw damaged(name, "its pieces are longer than the text, or than the file");
    }
    byte[] raw = new byte[(int) kept];
    in.get(raw);
    byte[] stream = new byte[in.remaining()];
    in.get(stream);
    return new CodedFile(computation, windows, length, sha256, pieces, raw, stream);
  }

  private static AssayException damaged(String name, String how) {
    return new AssayException(name + ": is damaged: " + how + "; take an undamaged copy");
  }

  private static byte[] sha(byte[] bytes, int end) {
    MessageDigest sha = Sha256.digest();
    sha.update(bytes, 0, end);
    return sha.digest();
  }

  private static void number(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static int number(ByteBuffer in, long largest, String what, String name) {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        if (value > largest) {
          break;
        }
        return (int) value;
      }
    }
    throw damaged(name, "a " + what + " of more than " + largest);
  }

  private static String text(ByteBuffer in, String name) {
    byte[] utf8 = new byte[number(in, in.remaining(), "length of a text", name)];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static String hex(ByteBuffer in, int length) {
    if (in.remaining() < length) {
      throw new BufferUnderflowException();
    }
    byte[] digest = new byte[length];
    in.get(digest);
    return HexFormat.of().formatHex(digest);
  }
}
