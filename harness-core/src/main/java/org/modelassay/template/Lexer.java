package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a source into tokens and settles whitespace: {@code -} strips to the next text, {@code +}
 * keeps, and where blocks are trimmed a block's indentation and the line end after it go.
 */
final class Lexer {
  private static final String[] LONG_OPERATORS = {"**", "//", "==", "!=", ">=", "<="};
  private static final String OPERATORS = "+-/*%~[](){}<>=.:|,;";

  private final String source;
  private final Dialect dialect;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  /** Whether what was consumed last ended a line. */
  private boolean lineStarts = true;

  private Lexer(String source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
  }

  /** The source with line feeds as its only line ends, as offsets count it. */
  static String normalize(String source, Dialect dialect) {
    String lines = source.replace("\r\n", "\n").replace('\r', '\n');
    return lines.endsWith("\n") && !dialect.keepsTrailingNewline()
        ? lines.substring(0, lines.length() - 1)
        : lines;
  }

  static List<Token> tokens(String normalized, Dialect dialect) {
    return new Lexer(normalized, dialect).tokenize();
  }

  private List<Token> tokenize() {
    while (at < source.length()) {
      int tag = nextTag();
      if (tag < 0) {
        data(source.substring(at), at);
        at = source.length();
        break;
      }
      int textStart = at;
      char kind = source.charAt(tag + 1);
      int next = tag + 2;
      char sign = signAt(next);
      at = sign == 0 ? next : next + 1;
      data(strip(source.substring(textStart, tag), sign, kind != '{'), textStart);
      lineStarts = false;
      switch (kind) {
        case '#' -> comment();
        case '{' -> inside(tag, TokenType.VARIABLE_BEGIN, TokenType.VARIABLE_END, "}}");
        default -> {
          int raw = rawTag("raw", at);
          if (raw >= 0) {
            at = raw;
            raw();
          } else {
            inside(tag, TokenType.BLOCK_BEGIN, TokenType.BLOCK_END, "%}");
          }
        }
      }
    }
    tokens.add(new Token(TokenType.END, "", new Span(source.length(), source.length())));
    return tokens;
  }

  private int nextTag() {
    for (int i = source.indexOf('{', at); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private char signAt(int index) {
    char c = index < source.length() ? source.charAt(index) : 0;
    return c == '-' || c == '+' ? c : 0;
  }

  private void data(String text, int start) {
    if (!text.isEmpty()) {
      tokens.add(new Token(TokenType.DATA, text, new Span(start, start + text.length())));
    }
  }

  /** What a tag's sign or the trimming of blocks leaves of the text before it. */
  private String strip(String text, char sign, boolean isBlock) {
    if (sign == '-') {
      return Strings.stripEnd(text);
    }
    int line = text.lastIndexOf('\n') + 1;
    boolean indentation =
        sign == 0
            && dialect.trimsBlocks()
            && isBlock
            && (line > 0 || lineStarts)
            && Strings.isBlank(text.substring(line));
    return indentation ? text.substring(0, line) : text;
  }

  /** Consumes a tag's closing mark at its sign or, without one, at the mark itself. */
  private void close(int mark, boolean block) {
    int end = mark;
    char sign = signAt(end);
    if (sign != 0) {
      end++;
    }
    end += 2;
    if (sign == '-') {
      while (end < source.length() && Strings.isSpace(source.charAt(end))) {
        end++;
      }
    } else if (sign == 0
        && block
        && dialect.trimsBlocks()
        && end < source.length()
        && source.charAt(end) == '\n') {
      end++;
    }
    at = end;
    lineStarts = source.charAt(end - 1) == '\n';
  }

  private void comment() {
    int end = source.indexOf("#}", at);
    if (end < 0) {
      if (at < source.length()) {
        throw syntax("Missing end of comment tag", at, at + 1);
      }
      return;
    }
    close(end > at && signAt(end - 1) != 0 ? end - 1 : end, true);
  }

  /** The offset after {@code raw %}} or of what closes {@code endraw}, or -1. */
  private int rawTag(String name, int from) {
    int i = skipSpace(from);
    if (!source.startsWith(name, i)) {
      return -1;
    }
    i = skipSpace(i + name.length());
    if (source.startsWith("-%}", i)) {
      return name.equals("raw") ? skipSpace(i + 3) : i;
    }
    if (name.equals("endraw") && source.startsWith("+%}", i)) {
      return i;
    }
    return source.startsWith("%}", i) ? (name.equals("raw") ? i + 2 : i) : -1;
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < source.length() && Strings.isSpace(source.charAt(i))) {
      i++;
    }
    return i;
  }

  private void raw() {
    int start = at;
    lineStarts = start > 0 && source.charAt(start - 1) == '\n';
    for (int i = source.indexOf("{%", at); i >= 0; i = source.indexOf("{%", i + 1)) {
      char sign = signAt(i + 2);
      int end = rawTag("endraw", sign == 0 ? i + 2 : i + 3);
      if (end >= 0) {
        data(strip(source.substring(start, i), sign, true), start);
        close(end, true);
        return;
      }
    }
    if (at < source.length()) {
      throw syntax("Missing end of raw directive", at, at + 1);
    }
  }

  private void inside(int tag, TokenType begin, TokenType end, String mark) {
    tokens.add(new Token(begin, source.substring(tag, tag + 2), new Span(tag, at)));
    Deque<Character> open = new ArrayDeque<>();
    while (at < source.length()) {
      char c = source.charAt(at);
      boolean signed = c == '-' || (c == '+' && end == TokenType.BLOCK_END);
      if (open.isEmpty() && source.startsWith(mark, signed ? at + 1 : at)) {
        int start = at;
        close(at, end == TokenType.BLOCK_END);
        tokens.add(new Token(end, mark, new Span(start, at)));
        return;
      }
      if (Strings.isSpace(c)) {
        at++;
      } else if (c == '\'' || c == '"') {
        string(c);
      } else if (c >= '0' && c <= '9') {
        number();
      } else if (isWord(source.codePointAt(at))) {
        name();
      } else {
        operator(open);
      }
    }
  }

  private static boolean isWord(int c) {
    return c == '_'
        || Character.isLetterOrDigit(c)
        || (c > 127 && Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
  }

  private void name() {
    int start = at;
    while (at < source.length() && isWord(source.codePointAt(at))) {
      at += Character.charCount(source.codePointAt(at));
    }
    int first = source.codePointAt(start);
    if (first != '_' && !Character.isUnicodeIdentifierStart(first)) {
      throw syntax("Invalid character in identifier", start, at);
    }
    add(TokenType.NAME, source.substring(start, at), start);
  }

  private void operator(Deque<Character> open) {
    int start = at;
    for (String each : LONG_OPERATORS) {
      if (source.startsWith(each, at)) {
        at += 2;
        add(TokenType.OPERATOR, each, start);
        return;
      }
    }
    char c = source.charAt(at);
    if (OPERATORS.indexOf(c) < 0) {
      throw syntax(
          "unexpected char "
              + Strings.repr(Strings.character(source.codePointAt(at)))
              + " at "
              + at,
          at,
          at + 1);
    }
    switch (c) {
      case '{' -> open.push('}');
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '}', ')', ']' -> {
        if (open.isEmpty()) {
          throw syntax("unexpected '" + c + "'", at, at + 1);
        }
        char expected = open.pop();
        if (expected != c) {
          throw syntax("unexpected '" + c + "', expected '" + expected + "'", at, at + 1);
        }
      }
      default -> {}
    }
    at++;
    add(TokenType.OPERATOR, String.valueOf(c), start);
  }

  private void add(TokenType type, Object value, int start) {
    tokens.add(new Token(type, value, new Span(start, at)));
  }

  private void number() {
    int start = at;
    boolean afterDot = start > 0 && source.charAt(start - 1) == '.';
    int whole = digits(start);
    int end = whole;
    if (!afterDot && charAt(end) == '.' && isDigit(charAt(end + 1))) {
      end = digits(end + 1);
    }
    if (!afterDot && (charAt(end) == 'e' || charAt(end) == 'E')) {
      int exponent = charAt(end + 1) == '+' || charAt(end + 1) == '-' ? end + 2 : end + 1;
      if (isDigit(charAt(exponent))) {
        end = digits(exponent);
      }
    }
    if (end > whole) {
      at = end;
      add(TokenType.FLOAT, Double.valueOf(source.substring(start, end).replace("_", "")), start);
      return;
    }
    int radix =
        source.charAt(start) != '0'
            ? 10
            : switch (Character.toLowerCase(charAt(start + 1))) {
              case 'b' -> 2;
              case 'o' -> 8;
              case 'x' -> 16;
              default -> 0;
            };
    if (radix == 2 || radix == 8 || radix == 16) {
      int last = digits(start + 2, radix);
      if (last > start + 2) {
        at = last;
        integer(source.substring(start + 2, last), radix, start);
        return;
      }
      radix = 0;
    }
    if (radix == 0) {
      // A decimal zero: Python knows no leading zeros, so 012 is 0 and then 12.
      int zeros = start + 1;
      while (charAt(zeros) == '0' || (charAt(zeros) == '_' && charAt(zeros + 1) == '0')) {
        zeros++;
      }
      at = zeros;
      add(TokenType.INTEGER, BigInteger.ZERO, start);
      return;
    }
    at = whole;
    integer(source.substring(start, whole), 10, start);
  }

  private void integer(String digits, int radix, int start) {
    String plain = digits.replace("_", "");
    if (plain.length() > Numbers.MAX_DIGITS) {
      throw syntax("Exceeds the limit (4300 digits) for integer string conversion", start, at);
    }
    add(TokenType.INTEGER, new BigInteger(plain, radix), start);
  }

  private char charAt(int index) {
    return index < source.length() ? source.charAt(index) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private int digits(int from) {
    return digits(from, 10);
  }

  /** The end of digits that single underscores may separate. */
  private int digits(int from, int radix) {
    int i = from;
    while (digit(charAt(i), radix)
        || (charAt(i) == '_' && digit(charAt(i + 1), radix) && (i > from || radix != 10))) {
      i++;
    }
    return i;
  }

  private static boolean digit(char c, int radix) {
    return c < 128 && Character.digit(c, radix) >= 0;
  }

  private void string(char quote) {
    int start = at;
    int end = start + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw syntax(
          "unexpected char " + Strings.repr(String.valueOf(quote)) + " at " + start,
          start,
          start + 1);
    }
    at = end + 1;
    try {
      add(TokenType.STRING, Strings.unescape(source.substring(start + 1, end)), start);
    } catch (Raised e) {
      throw syntax(e.reason(), start, at);
    }
  }

  private static Raised syntax(String message, int start, int end) {
    return new Raised("TemplateSyntaxError", message).at(new Span(start, end));
  }
}
