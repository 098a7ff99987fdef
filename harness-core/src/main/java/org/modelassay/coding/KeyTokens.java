package org.modelassay.coding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.model.Tokenizer.Span;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Request;
import org.modelassay.reading.ScoredReading;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * The stretches of documents that an evaluator needs a long context for, and what is read to find
 * them.
 *
 * <p>The evaluator reads a document from its beginning, with what its tokenizer puts in front, up
 * to its context; and again in pieces of K + stride tokens, each of which gives the stride's last
 * ones a short context. A piece but the first begins inside the text, with nothing in front. The
 * first K tokens are never key tokens.
 */
final class KeyTokens {
  private final LongPerplexity rule;
  private final TextModel evaluator;
  private final List<CorpusText.Text> texts;
  private final int[] prefixes;
  private final int[] lengths;
  private final Request.Scoring request;
  private final int cut;

  /**
   * Plans the reading.
   *
   * @param rule what a key token is
   * @param evaluator the model that tells
   * @param texts the documents
   * @throws AssayException when no document is longer than the short context
   */
  KeyTokens(LongPerplexity rule, TextModel evaluator, String corpus, List<CorpusText.Text> texts) {
    this.rule = rule;
    this.evaluator = evaluator;
    this.texts = texts;
    OptionalInt bos = evaluator.tokenizer().bos();
    int prefix = bos.isPresent() ? 1 : 0;
    var sequences = new ArrayList<TokenSequence>();
    prefixes = new int[texts.size()];
    lengths = new int[texts.size()];
    int longer = 0;
    for (int d = 0; d < texts.size(); d++) {
      CorpusText.Text text = texts.get(d);
      int[] tokens = evaluator.tokenizer().encode(text.text());
      int length = Math.min(prefix + tokens.length, evaluator.contextLength());
      longer += length < prefix + tokens.length ? 1 : 0;
      int[] read = new int[length];
      if (length > 0 && prefix == 1) {
        read[0] = bos.getAsInt();
      }
      System.arraycopy(tokens, 0, read, Math.min(prefix, length), Math.max(0, length - prefix));
      prefixes[d] = prefix;
      lengths[d] = length;
      if (length > rule.shortContext()) {
        sequences.add(new TokenSequence(text.id(), read, prefix, rule.shortContext()));
        for (int at = 0; at < length - rule.shortContext(); at += rule.stride()) {
          int end = Math.min(length, at + rule.shortContext() + rule.stride());
          sequences.add(piece(text.id(), read, at, end, prefix));
        }
      }
    }
    if (sequences.isEmpty()) {
      throw new AssayException(
          "LongPPL needs documents longer than the short context of "
              + rule.shortContext()
              + " tokens; "
              + corpus
              + " has none for "
              + evaluator.name()
              + ", whose context is "
              + evaluator.contextLength()
              + ": take longer documents or a smaller shortContext");
    }
    cut = longer;
    request =
        new Request.Scoring(
            new SequenceSet(corpus + " for LongPPL", sequences), Set.of(new Probe.Targets()));
  }

  private TokenSequence piece(String document, int[] read, int from, int to, int prefix) {
    int[] tokens = Arrays.copyOfRange(read, from, to);
    return new TokenSequence(
        document + "#" + from, tokens, from == 0 ? prefix : 0, rule.shortContext());
  }

  /** Location of the evaluator. */
  String evaluator() {
    return rule.evaluator();
  }

  /** What the evaluator is to read. */
  Request.Scoring request() {
    return request;
  }

  /** Documents longer than the evaluator's context, whose rest is not looked at. */
  int cut() {
    return cut;
  }

  /**
   * Of each document, the stretches of its text that are key, in code points; neighbours are
   * joined.
   */
  List<List<Span>> stretches(ScoredReading reading) {
    float[] nats = reading.logLikelihoods();
    var found = new ArrayList<List<Span>>();
    int column = 0;
    for (int d = 0; d < lengths.length; d++) {
      var key = new ArrayList<Integer>();
      int targets = Math.max(0, lengths[d] - rule.shortContext());
      for (int t = 0; t < targets; t++) {
        double whole = nats[column + t];
        // The pieces follow, and their targets are the same ones in the same order.
        double near = nats[column + targets + t];
        if (whole - near > rule.alpha() && whole > rule.beta()) {
          int token = rule.shortContext() + t - prefixes[d];
          if (token >= 0) {
            key.add(token);
          }
        }
      }
      column += 2 * targets;
      found.add(key.isEmpty() ? List.of() : joined(d, key));
    }
    return found;
  }

  private List<Span> joined(int document, List<Integer> tokens) {
    List<Span> spans = evaluator.tokenizer().spans(texts.get(document).text());
    var stretches = new ArrayList<Span>();
    tokens.forEach(token -> join(stretches, spans.get(token)));
    return stretches;
  }

  private static void join(List<Span> stretches, Span next) {
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).end() == next.begin()) {
      stretches.set(last, new Span(stretches.get(last).begin(), next.end()));
    } else {
      stretches.add(next);
    }
  }

  /**
   * Which tokens of another model lie wholly inside a stretch.
   *
   * @param tokens where its tokens come from
   * @param stretches those of the same document
   */
  static boolean[] inside(List<Span> tokens, List<Span> stretches) {
    boolean[] inside = new boolean[tokens.size()];
    int s = 0;
    for (int i = 0; i < inside.length; i++) {
      Span token = tokens.get(i);
      while (s < stretches.size() && stretches.get(s).end() < token.end()) {
        s++;
      }
      inside[i] = s < stretches.size() && stretches.get(s).begin() <= token.begin();
    }
    return inside;
  }
}
