package org.modelassay.coding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.modelassay.AssayException;
import org.modelassay.model.tokenizer.TokenizerRules;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * The rules of tools that read all documents as one stream, by windows of one length. Not every
 * token is a target, none is twice.
 *
 * @param length tokens of a window; the last one is a target only
 * @param stride tokens from one window's beginning to the next one's
 * @param scored targets of a window, its last tokens
 * @param firstWhole whether the first window scores all but its first token
 * @param before ids in front of the stream, or of each document
 * @param after ids behind each document
 * @param eachDocument whether these stand around each document, and may be targets
 * @param inPlace id that takes the place of each window's first token
 */
record StreamWindows(
    int length,
    int stride,
    int scored,
    boolean firstWhole,
    List<Integer> before,
    List<Integer> after,
    boolean eachDocument,
    OptionalInt inPlace) {

  /**
   * One window.
   *
   * @param start position of the first token
   * @param firstScored position of the first target
   * @param end position behind the last token
   */
  record Window(int start, int firstScored, int end) {}

  /** {@link Windowing#LLAMA_PERPLEXITY} by chunks of so many tokens. */
  static StreamWindows llamaPerplexity(TextModel model, int window) {
    Windows.check(model, window);
    int scored = window - 1 - window / 2;
    if (scored < 1) {
      throw new AssayException(
          "window = " + window + ": the second half of a chunk holds no target; take 3 or more");
    }
    OptionalInt bos = model.tokenizer().bos();
    List<Integer> front = bos.stream().boxed().toList();
    return new StreamWindows(window, window, scored, false, front, List.of(), false, bos);
  }

  /** {@link Windowing#COMPRESSION_INTELLIGENCE}. */
  static StreamWindows compressionIntelligence(TextModel model, int window, int stride) {
    Windows.check(model, window);
    TokenizerRules rules = model.tokenizer().rules();
    return new StreamWindows(
        window + 1,
        stride,
        stride,
        true,
        ids(rules.before()),
        ids(rules.after()),
        true,
        OptionalInt.empty());
  }

  private static List<Integer> ids(List<TokenizerRules.Special> tokens) {
    return tokens.stream().map(TokenizerRules.Special::id).toList();
  }

  /** The windows of a stream of so many tokens; none where it is shorter than one. */
  List<Window> cut(int tokens) {
    var windows = new ArrayList<Window>();
    for (long start = 0; start + length <= tokens; start += stride) {
      int end = (int) start + length;
      windows.add(new Window((int) start, start == 0 && firstWhole ? 1 : end - scored, end));
    }
    return windows;
  }

  /**
   * The stream of documents.
   *
   * @param documents their tokens
   * @param ends takes the position behind each document's last token
   */
  int[] stream(List<int[]> documents, int[] ends) {
    var stream = IntStream.builder();
    int length = 0;
    for (int d = 0; d < documents.size(); d++) {
      if (d == 0 || eachDocument) {
        before.forEach(stream::add);
        length += before.size();
      }
      for (int token : documents.get(d)) {
        stream.add(token);
      }
      after.forEach(stream::add);
      length = Math.addExact(length, documents.get(d).length + after.size());
      ends[d] = length;
    }
    return stream.build().toArray();
  }

  /** A window as the model reads it. */
  TokenSequence sequence(int[] stream, Window cut) {
    int[] read = Arrays.copyOfRange(stream, cut.start, cut.end);
    inPlace.ifPresent(id -> read[0] = id);
    return new TokenSequence(
        "@" + cut.start, read, inPlace.isPresent() ? 1 : 0, cut.firstScored - cut.start);
  }
}
