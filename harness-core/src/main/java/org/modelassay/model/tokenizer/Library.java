package org.modelassay.model.tokenizer;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongFunction;
import org.modelassay.AssayException;
import org.modelassay.model.Tokenizer;

/**
 * One tokenizer of the native library. Only ids are taken out of it: DJL's own class would make
 * several objects for every token. Thread-safe; closing waits for running calls.
 */
final class Library implements AutoCloseable {
  static {
    // DJL looks for a CUDA build on the network otherwise; tokenising needs none.
    if (System.getenv("RUST_FLAVOR") == null && System.getProperty("RUST_FLAVOR") == null) {
      System.setProperty("RUST_FLAVOR", "cpu");
    }
  }

  private static final int[] NONE = {};

  private final String name;
  private final long handle;
  private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * Builds a tokenizer.
   *
   * @param name the tokenizer as messages name it
   * @param json a checked tokenizer.json
   */
  Library(String name, String json) {
    this.name = name;
    LibUtils.checkStatus();
    try {
      handle = TokenizersLibrary.LIB.createTokenizerFromString(json);
    } catch (RuntimeException e) {
      throw new AssayException(name + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Encodes without adding special tokens. */
  int[] encode(String text) {
    return encoded(
        text,
        NONE,
        encoding ->
            Arrays.stream(TokenizersLibrary.LIB.getTokenIds(encoding))
                .mapToInt(id -> (int) id)
                .toArray());
  }

  /** Where the tokens of a text come from. */
  List<Tokenizer.Span> spans(String text) {
    return encoded(
        text,
        List.of(),
        encoding ->
            Arrays.stream(TokenizersLibrary.LIB.getTokenCharSpans(encoding))
                .map(span -> new Tokenizer.Span(span.getStart(), span.getEnd()))
                .toList());
  }

  /** What is taken from an encoding, by its handle. */
  private <T> T encoded(String text, T ofNothing, LongFunction<T> taken) {
    if (text.isEmpty()) {
      return ofNothing;
    }
    int odd = loneSurrogate(text);
    if (odd >= 0) {
      throw new AssayException(
          "%s cannot encode a text with half a character (U+%04X) at position %d; expected Unicode text"
              .formatted(name, (int) text.charAt(odd), odd));
    }
    lock();
    try {
      // One text a call: the batch call ends the process when a text cannot be encoded.
      long encoding = TokenizersLibrary.LIB.encode(handle, text, false);
      try {
        return taken.apply(encoding);
      } finally {
        TokenizersLibrary.LIB.deleteEncoding(encoding);
      }
    } catch (RuntimeException e) {
      throw new AssayException(name + " cannot encode a text: " + e.getMessage(), e);
    } finally {
      open.readLock().unlock();
    }
  }

  /** Decodes, special tokens included. */
  String decode(int[] tokens) {
    long[] ids = new long[tokens.length];
    for (int i = 0; i < ids.length; i++) {
      if (tokens[i] < 0) {
        throw new IllegalArgumentException("token " + tokens[i] + " at position " + i);
      }
      ids[i] = tokens[i];
    }
    lock();
    try {
      return TokenizersLibrary.LIB.decode(handle, ids, false);
    } catch (RuntimeException e) {
      throw new AssayException(name + " cannot decode tokens: " + e.getMessage(), e);
    } finally {
      open.readLock().unlock();
    }
  }

  private void lock() {
    open.readLock().lock();
    if (closed) {
      open.readLock().unlock();
      throw new IllegalStateException(name + " is closed");
    }
  }

  private static int loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        TokenizersLibrary.LIB.deleteTokenizer(handle);
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
