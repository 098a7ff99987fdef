package org.modelassay.coding.equalinfo;

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
 * A corpus as one model codes it.
 *
 * @param windowing by which rule
 * @param texts the documents in order
 * @param vocabularySize number of ids the model tells apart
 * @param matrices parameters that the model computes with for a symbol, without embedding and head
 * @param whole the documents as the model reads them where there are no windows, begun anew
 *     wherever its context is full
 */
record SymbolText(
    Windowing windowing, List<Text> texts, int vocabularySize, long matrices, SequenceSet whole) {

  /**
   * One document.
   *
   * @param id names it
   * @param utf8 its bytes
   * @param symbols its tokens, by the coding model's tokenizer
   * @param survives whether the tokens decode to the text
   */
  record Text(String id, byte[] utf8, int[] symbols, boolean survives) {}

  static SymbolText of(Corpus corpus, TextModel model, Windowing windowing) {
    List<int[]> tokens =
        model.tokenizer().encodeAll(corpus.documents().stream().map(Document::text).toList());
    var texts = new ArrayList<Text>();
    var sequences = new ArrayList<TokenSequence>();
    for (int d = 0; d < tokens.size(); d++) {
      Document document = corpus.documents().get(d);
      int[] symbols = tokens.get(d);
      texts.add(
          new Text(
              document.id(),
              document.text().getBytes(StandardCharsets.UTF_8),
              symbols,
              model.tokenizer().decode(symbols).equals(document.text())));
      sequences.addAll(whole(document.id(), symbols, windowing));
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
    return new SymbolText(
        windowing,
        List.copyOf(texts),
        model.vocabularySize(),
        model.cost().matrices(),
        new SequenceSet(corpus.name(), sequences));
  }

  /**
   * A document in pieces of the model's context. Where no token stands in front, the last token of
   * the piece before does, and nothing before the document's first, which is not predicted.
   */
  private static List<TokenSequence> whole(String id, int[] symbols, Windowing windowing) {
    var pieces = new ArrayList<TokenSequence>();
    for (int from = 0; from < symbols.length; from += windowing.context()) {
      int end = Math.min(symbols.length, from + windowing.context());
      int[] read;
      if (windowing.before().isPresent()) {
        read = new int[1 + end - from];
        read[0] = windowing.before().getAsInt();
        System.arraycopy(symbols, from, read, 1, end - from);
      } else {
        read = Arrays.copyOfRange(symbols, Math.max(0, from - 1), end);
      }
      pieces.add(
          new TokenSequence(id + "@" + from, read, windowing.before().isPresent() ? 1 : 0, 1));
    }
    return pieces;
  }

  /** All bytes in a row. */
  byte[] utf8() {
    byte[] all = new byte[Math.toIntExact(bytes())];
    int at = 0;
    for (Text text : texts) {
      System.arraycopy(text.utf8, 0, all, at, text.utf8.length);
      at += text.utf8.length;
    }
    return all;
  }

  /** UTF-8 bytes of all documents. */
  long bytes() {
    return texts.stream().mapToLong(text -> text.utf8.length).sum();
  }

  /** Symbols of all documents. */
  long symbols() {
    return texts.stream().mapToLong(text -> text.symbols.length).sum();
  }

  /** Ids of the documents that the tokenizer does not give back. */
  List<String> lost() {
    return texts.stream().filter(text -> !text.survives).map(Text::id).toList();
  }
}
