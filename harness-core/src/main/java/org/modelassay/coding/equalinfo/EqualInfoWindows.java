package org.modelassay.coding.equalinfo;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modelassay.AssayException;
import org.modelassay.coding.arithmetic.RangeEncoder;

/**
 * Codes texts into windows of equally many bits and back. In each window the coder begins anew with
 * [0, 1), and takes symbols as long as their code fits; what a window holds is for its {@link
 * WindowRule} to say.
 */
final class EqualInfoWindows {
  private final Contexts contexts;
  private final Windowing windowing;

  /** A coder that asks these contexts. */
  EqualInfoWindows(Contexts contexts, Windowing windowing) {
    this.contexts = contexts;
    this.windowing = windowing;
  }

  /** Codes a text, given as the ids of its symbols. */
  Encoded encode(int[] symbols) {
    var stream = new ByteArrayOutputStream();
    int[] counts = new int[symbols.length];
    int windows = 0;
    long padding = 0;
    Contexts.Context context = contexts.start();
    for (int from = 0; from < symbols.length; windows++) {
      Contexts.Context begin = windowing.restarts(windows) ? contexts.start() : context;
      List<CodeInterval.Code> codes = greedy(begin, symbols, from);
      int greedy = codes.size();
      int count = from + greedy == symbols.length ? greedy : meant(codes);
      CodeInterval.Code code = codes.get(count - 1);
      stream.writeBytes(bytes(code.padded()));
      padding += windowing.bits() - code.length();
      counts[windows] = count;
      context = begin;
      for (int i = from; i < from + count; i++) {
        context = contexts.after(context, symbols[i]);
      }
      from += count;
    }
    return new Encoded(
        windowing.bits(), stream.toByteArray(), Arrays.copyOf(counts, windows), padding);
  }

  /** The codes of the prefixes that fit, shortest first; at least one. */
  private List<CodeInterval.Code> greedy(Contexts.Context begin, int[] symbols, int from) {
    var codes = new ArrayList<CodeInterval.Code>();
    Contexts.Context context = begin;
    CodeInterval interval = CodeInterval.ALL;
    for (int i = from; i < symbols.length; i++) {
      interval = narrowed(interval, contexts.next(context), symbols[i]);
      CodeInterval.Code code = interval.code(windowing.bits());
      if (code == null) {
        break;
      }
      codes.add(code);
      context = contexts.after(context, symbols[i]);
    }
    return codes;
  }

  /** How many symbols of the greedy prefix the window holds. */
  private int meant(List<CodeInterval.Code> codes) {
    int count = codes.size();
    BigInteger padded = codes.get(count - 1).padded();
    return switch (windowing.rule()) {
      case GREEDY -> count;
      case DELAYED -> {
        while (count > 1 && codes.get(count - 2).padded().equals(padded)) {
          count--;
        }
        yield count;
      }
      case SHORTEST_PREFIX -> {
        count = 1;
        while (!codes.get(count - 1).padded().equals(padded)) {
          count++;
        }
        yield count;
      }
    };
  }

  /**
   * Decodes a text: of each window but the last the shortest prefix that has its code.
   *
   * @param stream the windows
   * @param length number of symbols of the text
   * @throws AssayException when they are no windows of such a text
   * @throws IllegalStateException when the rule is {@link WindowRule#GREEDY}
   */
  int[] decode(byte[] stream, int length) {
    if (windowing.rule() == WindowRule.GREEDY) {
      throw new IllegalStateException("greedy windows do not say which text they are of");
    }
    int size = windowing.bits() / 8;
    if (stream.length % size != 0) {
      throw damaged(stream.length / size, "is cut off");
    }
    int windows = stream.length / size;
    int[] symbols = new int[length];
    int at = 0;
    Contexts.Context context = contexts.start();
    for (int w = 0; w < windows; w++) {
      if (windowing.restarts(w)) {
        context = contexts.start();
      }
      BigInteger window = new BigInteger(1, stream, w * size, size);
      CodeInterval interval = CodeInterval.ALL;
      boolean ended = false;
      while (!ended) {
        if (at == length) {
          throw damaged(w, "goes on behind the last of " + length + " symbols");
        }
        Quantised next = contexts.next(context);
        int symbol = next.find(interval.target(window, windowing.bits(), windowing.precision()));
        interval = narrowed(interval, next, symbol);
        CodeInterval.Code code = interval.code(windowing.bits());
        if (code == null) {
          throw damaged(w, "is the code of no symbols");
        }
        symbols[at++] = symbol;
        context = contexts.after(context, symbol);
        ended = code.padded().equals(window) && (w < windows - 1 || at == length);
      }
    }
    if (at < length) {
      throw damaged(windows, "is missing: " + at + " of " + length + " symbols came");
    }
    return symbols;
  }

  /** Codes a text without windows: one stream, in as few bytes as can be. */
  byte[] oneStream(int[] symbols) {
    var encoder = new RangeEncoder();
    Contexts.Context context = contexts.start();
    for (int symbol : symbols) {
      Quantised next = contexts.next(context);
      encoder.encode(next.low(symbol), next.frequency(symbol), 1L << windowing.precision());
      context = contexts.after(context, symbol);
    }
    return encoder.finish();
  }

  private CodeInterval narrowed(CodeInterval interval, Quantised next, int symbol) {
    return interval.narrowed(next.low(symbol), next.frequency(symbol), windowing.precision());
  }

  private byte[] bytes(BigInteger window) {
    byte[] bytes = new byte[windowing.bits() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = window.shiftRight(windowing.bits() - 8 * (i + 1)).byteValue();
    }
    return bytes;
  }

  private static AssayException damaged(int window, String what) {
    return new AssayException(
        "window " + window + " " + what + ": this model coded no such windows by this rule");
  }
}
