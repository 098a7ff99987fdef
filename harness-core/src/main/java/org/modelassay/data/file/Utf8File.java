package org.modelassay.data.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.modelassay.AssayException;

/** Reads a file as UTF-8, refusing what is not. */
public final class Utf8File {
  private Utf8File() {}

  /**
   * The file's text, a byte order mark in front left out.
   *
   * @param file what to read
   * @param expected what the file should be, for messages
   */
  public static String read(Path file, String expected) {
    if (Files.isDirectory(file)) {
      throw new AssayException(
          file + ": is a folder; expected " + expected + "; name the file inside it");
    }
    if (Files.notExists(file)) {
      throw missing(file, expected);
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, expected, e);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    // One char is never made from less than one byte.
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (result.isError()) {
      throw new AssayException(
          "%s:%d: byte 0x%02X is not UTF-8; expected a file in UTF-8; save it as UTF-8"
              .formatted(file, lineOf(bytes, in.position()), bytes[in.position()] & 0xFF));
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  public static AssayException missing(Path file, String expected) {
    return new AssayException(
        "%s: does not exist; expected %s; check the path (here it means %s)"
            .formatted(file, expected, file.toAbsolutePath().normalize()));
  }

  public static AssayException unreadable(Path file, String expected, Exception cause) {
    return new AssayException(
        "%s: cannot be read (%s); expected %s; check the path and its permissions"
            .formatted(file, cause, expected),
        cause);
  }

  private static int lineOf(byte[] bytes, int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n') {
        line++;
      }
    }
    return line;
  }
}
