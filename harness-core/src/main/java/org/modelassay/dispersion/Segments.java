package org.modelassay.dispersion;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.data.Document;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;
import org.modelassay.statistics.Samples;

/**
 * Cuts each document into segments of equal length, from its start; what is left at the end is
 * dropped, for the dispersion depends on the length. Each segment is read alone, behind the
 * tokenizer's beginning-of-sequence token if it puts one in front by default. Targets are scored
 * only where dispersion is set beside perplexity.
 */
final class Segments {
  private Segments() {}

  static SequenceSet of(Corpus corpus, TextModel model, DispersionSettings settings) {
    int length = settings.segmentLength();
    OptionalInt bos = model.tokenizer().bos();
    int prefix = bos.isPresent() ? 1 : 0;
    if (length < 2) {
      throw new AssayException(
          "segmentLength = " + length + ": a distance needs two tokens or more");
    }
    if (length > model.contextLength() - prefix) {
      throw new AssayException(
          "segmentLength = "
              + length
              + (prefix == 1 ? " and a beginning-of-sequence token" : "")
              + " is longer than the context of "
              + model.name()
              + ", which is "
              + model.contextLength()
              + " tokens; take shorter segments");
    }
    var sequences = new ArrayList<TokenSequence>();
    int longest = 0;
    String longestDocument = "";
    List<Document> documents = corpus.documents();
    List<int[]> tokens =
        model.tokenizer().encodeAll(documents.stream().map(Document::text).toList());
    for (int d = 0; d < documents.size(); d++) {
      int[] ids = tokens.get(d);
      String document = documents.get(d).id();
      if (ids.length > longest) {
        longest = ids.length;
        longestDocument = document;
      }
      sequences.addAll(TokenSequence.cut(document, ids, bos, length, settings.protocol() != null));
    }
    if (sequences.isEmpty()) {
      throw new AssayException(
          corpus.name()
              + " has no whole segment of segmentLength = "
              + length
              + " tokens: its longest document, "
              + longestDocument
              + ", has "
              + longest
              + "; take shorter segments or longer documents");
    }
    return SequenceSet.apart(corpus.name(), drawn(sequences, settings.segments(), settings.seed()));
  }

  /** Drawn without replacement, in the order of the corpus. */
  private static List<TokenSequence> drawn(List<TokenSequence> all, int most, long seed) {
    if (most < 0) {
      throw new AssayException("segments = " + most + ": 0 takes all, a number so many");
    }
    if (most == 0 || most >= all.size()) {
      return all;
    }
    int[] numbers = Samples.drawn(most, all.size(), new SplittableRandom(seed));
    return IntStream.of(numbers).sorted().mapToObj(all::get).toList();
  }
}
