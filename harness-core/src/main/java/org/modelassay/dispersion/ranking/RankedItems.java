package org.modelassay.dispersion.ranking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.data.Document;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * What one model reads of a corpus: whole documents, or segments of equal length from their starts,
 * each alone behind the beginning-of-sequence token if the tokenizer puts one in front by default.
 *
 * @param sequences one per item
 * @param documents [items] the document of each
 * @param tokenizer turns what is cut back into text
 */
record RankedItems(SequenceSet sequences, List<Document> documents, Tokenizer tokenizer) {
  /** Characters of an item that a person is shown. */
  private static final int SHOWN = 300;

  /**
   * Cuts a corpus.
   *
   * @throws AssayException when a document or a segment does not fit into the model's context, or
   *     there are no items
   */
  static RankedItems of(Corpus corpus, TextModel model, int segmentLength) {
    Tokenizer tokenizer = model.tokenizer();
    OptionalInt bos = tokenizer.bos();
    int prefix = bos.isPresent() ? 1 : 0;
    int room = model.contextLength() - prefix;
    if (segmentLength > room) {
      throw new AssayException(
          "segmentLength = " + segmentLength + " does not fit" + into(model, room));
    }
    var sequences = new ArrayList<TokenSequence>();
    var documents = new ArrayList<Document>();
    List<Document> all = corpus.documents();
    List<int[]> tokens = tokenizer.encodeAll(all.stream().map(Document::text).toList());
    for (int d = 0; d < all.size(); d++) {
      int[] ids = tokens.get(d);
      String id = all.get(d).id();
      if (segmentLength == 0 && (ids.length == 0 || ids.length > room)) {
        throw new AssayException(
            "document %s of %s has %d tokens, which %s; leave it out%s"
                .formatted(
                    id,
                    corpus.name(),
                    ids.length,
                    ids.length == 0 ? "have no state" : "do not fit" + into(model, room),
                    ids.length == 0 ? "" : " or give a segmentLength"));
      }
      List<TokenSequence> items =
          segmentLength == 0
              ? List.of(whole(id, ids, bos))
              : TokenSequence.cut(id, ids, bos, segmentLength, false);
      sequences.addAll(items);
      documents.addAll(Collections.nCopies(items.size(), all.get(d)));
    }
    if (sequences.isEmpty()) {
      throw new AssayException(
          "no document of %s has segmentLength = %d tokens; take shorter segments"
              .formatted(corpus.name(), segmentLength));
    }
    return new RankedItems(SequenceSet.apart(corpus.name(), sequences), documents, tokenizer);
  }

  private static TokenSequence whole(String id, int[] tokens, OptionalInt bos) {
    return new TokenSequence(
        id,
        IntStream.concat(bos.stream(), Arrays.stream(tokens)).toArray(),
        bos.isPresent() ? 1 : 0,
        tokens.length + (bos.isPresent() ? 1 : 0));
  }

  private static String into(TextModel model, int room) {
    return " into the context of " + model.name() + ", which has room for " + room;
  }

  int size() {
    return documents.size();
  }

  /**
   * The items' labels; null when no document has one.
   *
   * @throws AssayException when some have one and some not
   */
  double @Nullable [] labels() {
    if (documents.stream().allMatch(document -> document.label() == null)) {
      return null;
    }
    double[] labels = new double[size()];
    for (int i = 0; i < labels.length; i++) {
      Double label = documents.get(i).label();
      if (label == null) {
        throw new AssayException(
            "document %s of %s has no label and others have; label all or none"
                .formatted(documents.get(i).id(), sequences.name()));
      }
      labels[i] = label;
    }
    return labels;
  }

  /**
   * The items of each tag.
   *
   * @throws AssayException when there is no tag
   */
  Map<String, int[]> byTag() {
    Map<String, int[]> slices = grouped(document -> document.tags().stream().distinct().toList());
    if (slices.isEmpty()) {
      throw new AssayException(
          "no document of %s has a tag; give documents \"tags\", or slice by FILE or CLUSTER"
              .formatted(sequences.name()));
    }
    return slices;
  }

  /** The items of each document. */
  Map<String, int[]> byDocument() {
    return grouped(document -> List.of(document.id()));
  }

  private Map<String, int[]> grouped(Function<Document, List<String>> names) {
    Map<String, List<Integer>> members = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      for (String name : names.apply(documents.get(i))) {
        members.computeIfAbsent(name, any -> new ArrayList<>()).add(i);
      }
    }
    Map<String, int[]> slices = new LinkedHashMap<>();
    members.forEach(
        (name, items) -> slices.put(name, items.stream().mapToInt(Integer::intValue).toArray()));
    return slices;
  }

  /** How an item begins. */
  String beginning(int item) {
    TokenSequence sequence = sequences.sequences().get(item);
    String text =
        tokenizer.decode(
            Arrays.copyOfRange(sequence.tokens(), sequence.prefix(), sequence.length()));
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "...";
  }
}
