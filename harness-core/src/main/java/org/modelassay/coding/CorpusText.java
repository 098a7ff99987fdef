package org.modelassay.coding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * @param windows the rule
 * @param sequences the windows of all documents in order
 */
record CorpusText(TextModel model, List<Text> texts, Windows windows, SequenceSet sequences) {

  /**
   * One document.
   *
   * @param id names it
   * @param text its text
   * @param utf8 its bytes
   * @param tokens its tokens
   * @param survives whether the tokens decode to the text
   * @param first number of its first scored target in the set's columns
   * @param unpredicted tokens at its beginning that nothing stands before: 0 or 1
   */
  record Text(
      String id,
      String text,
      byte[] utf8,
      int[] tokens,
      boolean survives,
      int first,
      int unpredicted) {

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

    /** Tokens that the model predicts. */
    int predicted() {
      return tokens.length - unpredicted;
    }

    /** Number of a predicted token in the set's columns. */
    int column(int token) {
      return first + token - unpredicted;
    }
  }

  static CorpusText of(Corpus corpus, TextModel model, Windows windows) {
    List<int[]> tokens =
        model.tokenizer().encodeAll(corpus.documents().stream().map(Document::text).toList());
    var texts = new ArrayList<Text>();
    var sequences = new ArrayList<TokenSequence>();
    int first = 0;
    for (int d = 0; d < tokens.size(); d++) {
      Document document = corpus.documents().get(d);
      int[] ids = tokens.get(d);
      int scored = 0;
      for (Windows.Window window : windows.cut(ids.length)) {
        TokenSequence sequence = windows.sequence(document.id(), ids, window);
        sequences.add(sequence);
        scored += sequence.scored();
      }
      texts.add(
          new Text(
              document.id(),
              document.text(),
              document.text().getBytes(StandardCharsets.UTF_8),
              ids,
              model.tokenizer().decode(ids).equals(document.text()),
              first,
              ids.length - scored));
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

  /** Number of ids that the model tells apart. */
  int vocabularySize() {
    return model.vocabularySize();
  }

  /** Whether both have the same tokens in each document. */
  boolean sameTokens(CorpusText other) {
    for (int d = 0; d < texts.size(); d++) {
      if (!Arrays.equals(texts.get(d).tokens, other.texts.get(d).tokens)) {
        return false;
      }
    }
    return true;
  }

  /** Ids of the documents that the tokenizer does not give back. */
  List<String> lost() {
    return texts.stream().filter(t -> !t.survives).map(Text::id).toList();
  }
}
