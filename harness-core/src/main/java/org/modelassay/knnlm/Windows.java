package org.modelassay.knnlm;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.data.Document;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * The windows of equal length that documents are cut into, each read by itself behind the
 * tokenizer's beginning-of-sequence token where it puts one in front, and every token of them that
 * something stands before.
 *
 * @param sequences what is read
 * @param targets the tokens to predict, in the order of the set
 * @param documents the document of each, numbered from 0 over those that have a window
 * @param count how many have one
 */
record Windows(SequenceSet sequences, int[] targets, int[] documents, int count) {

  static Windows of(Corpus corpus, TextModel model, int length) {
    OptionalInt bos = model.tokenizer().bos();
    int prefix = bos.isPresent() ? 1 : 0;
    if (length < 2 || length > model.contextLength() - prefix) {
      throw new AssayException(
          "window = "
              + length
              + ": "
              + model.name()
              + " reads windows of 2 to "
              + (model.contextLength() - prefix)
              + " tokens"
              + (prefix == 1 ? " behind its beginning-of-sequence token" : "")
              + "; name such a length");
    }
    List<Document> texts = corpus.documents();
    List<int[]> tokens = model.tokenizer().encodeAll(texts.stream().map(Document::text).toList());
    var sequences = new ArrayList<TokenSequence>();
    var documentOfSequence = new ArrayList<Integer>();
    int count = 0;
    for (int d = 0; d < texts.size(); d++) {
      int[] ids = tokens.get(d);
      for (TokenSequence window : TokenSequence.cut(texts.get(d).id(), ids, bos, length, true)) {
        sequences.add(window);
        documentOfSequence.add(count);
      }
      count += ids.length >= length ? 1 : 0;
    }
    if (sequences.isEmpty()) {
      throw new AssayException(
          corpus.name()
              + " has no document of window = "
              + length
              + " tokens; take a shorter window or longer documents");
    }
    var set = SequenceSet.apart(corpus.name(), sequences);
    int[] targets = new int[set.scored()];
    int[] documents = new int[set.scored()];
    int at = 0;
    for (int s = 0; s < sequences.size(); s++) {
      int[] window = sequences.get(s).tokens();
      for (int position = 1; position < window.length; position++) {
        targets[at] = window[position];
        documents[at++] = documentOfSequence.get(s);
      }
    }
    return new Windows(set, targets, documents, count);
  }
}
