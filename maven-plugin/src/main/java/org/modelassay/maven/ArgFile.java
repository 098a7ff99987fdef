package org.modelassay.maven;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.modelassay.AssayException;
import org.modelassay.Printable;

/**
 * The {@code @argfile} of the java launcher: a class path of any length, in any directory.
 *
 * <p>Rules: "java Command-Line Argument Files" of the JDK's tool specifications.
 */
final class ArgFile {
  private ArgFile() {}

  /**
   * One quoted argument a line, encoded as the launcher reads it.
   *
   * @throws AssayException when an argument has a character that the encoding lacks
   */
  static byte[] bytes(List<String> arguments, Charset encoding) {
    var text = new StringBuilder();
    for (String argument : arguments) {
      text.append('"');
      argument.chars().forEach(c -> appendEscaped(text, (char) c));
      text.append("\"\n");
    }
    try {
      ByteBuffer encoded = encoding.newEncoder().encode(CharBuffer.wrap(text));
      var bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      String culprit =
          arguments.stream()
              .filter(argument -> !encoding.newEncoder().canEncode(argument))
              .findFirst()
              .orElse("");
      throw new AssayException(
          "the argument "
              + Printable.of(culprit, 400)
              + " cannot be given to a JVM in this system's encoding "
              + encoding
              + ": use a UTF-8 locale or a directory with an ASCII name",
          e);
    }
  }

  private static void appendEscaped(StringBuilder text, char c) {
    switch (c) {
      case '\\' -> text.append("\\\\");
      case '"' -> text.append("\\\"");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '\f' -> text.append("\\f");
      default -> text.append(c);
    }
  }

  /**
   * Splits a line of arguments at blanks, as a shell does: single or double quotes keep blanks
   * together, and there is no other escape, so that Windows paths stay what they are.
   *
   * @throws AssayException when a quote is not closed
   */
  static List<String> split(String line) {
    List<String> arguments = new ArrayList<>();
    var argument = new StringBuilder();
    boolean inside = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          argument.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        inside = true;
      } else if (Character.isWhitespace(c)) {
        if (inside) {
          arguments.add(argument.toString());
          argument.setLength(0);
          inside = false;
        }
      } else {
        argument.append(c);
        inside = true;
      }
    }
    if (quote != 0) {
      throw new AssayException("assay.argLine: the quote " + quote + " is not closed in " + line);
    }
    if (inside) {
      arguments.add(argument.toString());
    }
    return arguments;
  }
}
