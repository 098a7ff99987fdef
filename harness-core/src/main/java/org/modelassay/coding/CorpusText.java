package org.modelassay.coding;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.data.Document;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * A corpus as one model's tokenizer and one window rule cut it.
 *
 * @param model the model
 * @param texts the documents in order
 * @param windows the rule where documents are read one by one, every token a target once; null
 *     where they are one stream of which some tokens are targets
 * @param sequences the windows of all documents in order
 */
record CorpusText(
    TextModel model, List<Text> texts, @Nullable Windows windows, SequenceSet sequences) {

  /**
   * One document.
   *
   * @param id names it
   * @param text its text
   * @param utf8 its bytes
   * @param tokens its tokens
   * @param loss where the tokens decode to another text, or null when they decode to this one
   * @param first number of its first scored target in the set's columns
   * @param predicted its scored targets; they stand in a row
   * @param unpredicted tokens at its beginning that nothing stands before: 0 or 1
   */
  record Text(
      String id,
      String text,
      byte[] utf8,
      int[] tokens,
      @Nullable Loss loss,
      int first,
      int predicted,
      int unpredicted) {

    private static Text of(
        Document document,
        int[] tokens,
        String decoded,
        int first,
        int predicted,
        int unpredicted) {
      String text = document.text();
      return new Text(
          document.id(),
          text,
          text.getBytes(StandardCharsets.UTF_8),
          tokens,
          Loss.of(text, decoded),
          first,
          predicted,
          unpredicted);
    }

    int characters() {
      return text.codePointCount(0, text.length());
    }

    /**
     * As many as Python's {@code re.split(r"\\s+", text)} gives: one more than there are runs of
     * white space, those at the ends too.
     */
    int words() {
      int words = 1;
      boolean space = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean here = Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
        words += here && !space ? 1 : 0;
        space = here;
      }
      return words;
    }

    /** Number of a predicted token in the set's columns, where every token is coded. */
    int column(int token) {
      return first + token - unpredicted;
    }
  }

  /** A corpus read document by document. */
  static CorpusText of(Corpus corpus, TextModel model, Windows windows) {
    List<Document> documents = corpus.documents();
    List<int[]> tokens =
        model.tokenizer().encodeAll(documents.stream().map(Document::text).toList());
    var texts = new ArrayList<Text>();
    var sequences = new ArrayList<TokenSequence>();
    int first = 0;
    for (int d = 0; d < tokens.size(); d++) {
      int[] ids = tokens.get(d);
      int scored = 0;
      for (Windows.Window window : windows.cut(ids.length)) {
        TokenSequence sequence = windows.sequence(documents.get(d).id(), ids, window);
        sequences.add(sequence);
        scored += sequence.scored();
      }
      String decoded = model.tokenizer().decode(ids);
      texts.add(Text.of(documents.get(d), ids, decoded, first, scored, ids.length - scored));
      first = Math.addExact(first, scored);
    }
    if (sequences.isEmpty()) {
      throw new AssayException(
          corpus.name()
              + ": the tokenizer of "
              + model.name()
              + " makes no token of its "
              + texts.size()
              + " documents; expected text that it knows");
    }
    return new CorpusText(
        model, List.copyOf(texts), windows, new SequenceSet(corpus.name(), sequences));
  }

  /** A corpus read as one stream. */
  static CorpusText of(Corpus corpus, TextModel model, StreamWindows windows) {
    List<Document> documents = corpus.documents();
    List<int[]> tokens =
        model.tokenizer().encodeAll(documents.stream().map(Document::text).toList());
    int[] ends = new int[tokens.size()];
    int[] stream = windows.stream(tokens, ends);
    var sequences = new ArrayList<TokenSequence>();
    int[] scored = new int[ends.length];
    int document = 0;
    for (StreamWindows.Window window : windows.cut(stream.length)) {
      sequences.add(windows.sequence(stream, window));
      for (int t = window.firstScored(); t < window.end(); t++) {
        while (t >= ends[document]) {
          document++;
        }
        scored[document]++;
      }
    }
    if (sequences.isEmpty()) {
      throw new AssayException(
          corpus.name()
              + ": "
              + stream.length
              + " tokens of "
              + model.name()
              + " are less than one window of "
              + windows.length()
              + ", so nothing would be scored; give more text, or take windowing = DEFAULT");
    }
    var texts = new ArrayList<Text>();
    int first = 0;
    for (int d = 0; d < ends.length; d++) {
      int[] ids = tokens.get(d);
      String decoded = model.tokenizer().decode(ids);
      texts.add(Text.of(documents.get(d), ids, decoded, first, scored[d], 0));
      first += scored[d];
    }
    return new CorpusText(
        model, List.copyOf(texts), null, new SequenceSet(corpus.name(), sequences));
  }

  /** Number of ids that the model tells apart. */
  int vocabularySize() {
    return model.vocabularySize();
  }

  /** Whether every token of every document is coded once, and nothing else is. */
  boolean everyToken() {
    return windows != null;
  }

  /** Whether both have the same tokens in each document, and the same of them are targets. */
  boolean sameTokens(CorpusText other) {
    for (int d = 0; d < texts.size(); d++) {
      Text text = texts.get(d);
      Text that = other.texts.get(d);
      boolean sameTargets = everyToken() || text.predicted == that.predicted;
      if (!sameTargets || !Arrays.equals(text.tokens, that.tokens)) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of all documents in a row. */
  byte[] utf8() {
    int length = 0;
    for (Text text : texts) {
      length = Math.addExact(length, text.utf8.length);
    }
    ByteBuffer all = ByteBuffer.allocate(length);
    texts.forEach(text -> all.put(text.utf8));
    return all.array();
  }

  /** The documents that the tokenizer does not give back. */
  List<Text> lost() {
    return texts.stream().filter(t -> t.loss != null).toList();
  }
}
