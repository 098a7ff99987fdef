package org.modelassay.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.modelassay.model.DecodingCost;
import org.modelassay.model.Tokenizer;
import org.modelassay.model.tokenizer.TokenizerRules;
import org.modelassay.reading.TextModel;

/**
 * A model's text side for tests: a text is cut into the longest pieces that the vocabulary has, and
 * a piece's id is its place there.
 *
 * @param name the model's name
 * @param contextLength its context
 * @param bos the token in front, or empty
 * @param end the token that ends a text, or -1 for none
 * @param vocabulary every piece
 * @param trims whether white space at the ends of a text is dropped
 */
public record VocabularyModel(
    String name,
    int contextLength,
    OptionalInt bos,
    int end,
    List<String> vocabulary,
    boolean trims)
    implements TextModel, Tokenizer {

  /** A model that keeps all white space. */
  public VocabularyModel(
      String name, int contextLength, OptionalInt bos, int end, List<String> vocabulary) {
    this(name, contextLength, bos, end, vocabulary, false);
  }

  @Override
  public Tokenizer tokenizer() {
    return this;
  }

  @Override
  public int vocabularySize() {
    return vocabulary.size();
  }

  @Override
  public DecodingCost cost() {
    return new DecodingCost(1_000, 100, List.of());
  }

  @Override
  public SortedSet<Integer> endTokens() {
    return end < 0 ? new TreeSet<>() : new TreeSet<>(List.of(end));
  }

  @Override
  public boolean hasMlps() {
    return true;
  }

  @Override
  public int layers() {
    return 1;
  }

  @Override
  public int[] encode(String given) {
    String text = trims ? given.strip() : given;
    int[] tokens = new int[text.length()];
    int count = 0;
    for (int at = 0; at < text.length(); ) {
      int longest = -1;
      for (int id = 0; id < vocabulary.size(); id++) {
        if (text.startsWith(vocabulary.get(id), at)
            && (longest < 0 || vocabulary.get(id).length() > vocabulary.get(longest).length())) {
          longest = id;
        }
      }
      if (longest < 0) {
        throw new IllegalArgumentException("no piece for \"" + text.substring(at) + "\"");
      }
      tokens[count++] = longest;
      at += vocabulary.get(longest).length();
    }
    return Arrays.copyOf(tokens, count);
  }

  @Override
  public List<Span> spans(String text) {
    var spans = new ArrayList<Span>();
    int at = 0;
    for (int token : encode(text)) {
      spans.add(new Span(at, at += vocabulary.get(token).length()));
    }
    return spans;
  }

  @Override
  public int[] encodeRendered(String text) {
    return encode(text);
  }

  @Override
  public TokenizerRules rules() {
    TokenizerRules rules = ByteTextModel.rules(bos);
    TokenizerRules.Special eos =
        end < 0 ? null : new TokenizerRules.Special(vocabulary.get(end), end);
    return new TokenizerRules(
        rules.source(), null, eos, rules.before(), List.of(), false, List.of());
  }

  @Override
  public String decode(int[] tokens) {
    return Arrays.stream(tokens).mapToObj(vocabulary::get).collect(Collectors.joining());
  }

  @Override
  public int size() {
    return vocabulary.size();
  }

  @Override
  public String digest() {
    return vocabulary.toString();
  }
}
