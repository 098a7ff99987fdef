package org.modelassay.gap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.data.Document;
import org.modelassay.model.Tokenizer;

/**
 * Tokens of one vocabulary that stand for something, such as the digits or the words of everyday.
 * Only tokens that text is cut into are in a set: no special ones, and no rows without a token.
 *
 * @param name what a person calls it
 * @param ids in rising order, at least two
 */
public record TokenSet(String name, int[] ids) {
  /** Digits, for mathematics. */
  public static final Pattern DIGITS = Pattern.compile("\\d+");

  /** The keywords of Python 3, for code. */
  public static final Pattern PYTHON_KEYWORDS =
      Pattern.compile(
          "False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except"
              + "|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return"
              + "|try|while|with|yield");

  /**
   * Checks the size.
   *
   * @throws AssayException when there are fewer than two tokens, which have no distance
   */
  public TokenSet {
    if (ids.length < 2) {
      throw new AssayException(
          "the token set "
              + name
              + " has "
              + ids.length
              + (ids.length == 1 ? " token" : " tokens")
              + " of this vocabulary, and a distance needs two; widen its pattern, list or corpus");
    }
  }

  /**
   * Tokens whose whole text matches, with a blank in front or none.
   *
   * @param name what a person calls it
   * @param pattern of the text without the blank
   */
  public static TokenSet matching(String name, Pattern pattern, Tokenizer tokenizer) {
    List<String> texts =
        IntStream.range(0, tokenizer.size())
            .mapToObj(id -> tokenizer.decode(new int[] {id}))
            .map(text -> text.startsWith(" ") ? text.substring(1) : text)
            .filter(text -> pattern.matcher(text).matches())
            .distinct()
            .toList();
    return listed(name, texts, tokenizer);
  }

  /**
   * Words that are one token each, with a blank in front or none; what is cut into several is left
   * out.
   */
  public static TokenSet listed(String name, Collection<String> words, Tokenizer tokenizer) {
    List<String> texts = new ArrayList<>();
    for (String word : words) {
      texts.add(word);
      texts.add(" " + word);
    }
    return of(name, tokenizer.encodeAll(texts).stream().filter(ids -> ids.length == 1).toList());
  }

  private static TokenSet of(String name, Collection<int[]> tokens) {
    var ids = new TreeSet<Integer>();
    tokens.forEach(each -> Arrays.stream(each).forEach(ids::add));
    return new TokenSet(name, ids.stream().mapToInt(id -> id).toArray());
  }

  /**
   * The tokens that a corpus has most often; of equals the lowest ids.
   *
   * @param most how many, at most
   * @param without tokens that are left out, or null
   */
  public static TokenSet frequent(
      Corpus corpus, int most, @Nullable TokenSet without, Tokenizer tokenizer) {
    int[] counts = new int[tokenizer.size()];
    tokenizer
        .encodeAll(corpus.documents().stream().map(Document::text).toList())
        .forEach(ids -> Arrays.stream(ids).forEach(id -> counts[id]++));
    if (without != null) {
      Arrays.stream(without.ids()).forEach(id -> counts[id] = 0);
    }
    List<int[]> ids =
        IntStream.range(0, counts.length)
            .filter(id -> counts[id] > 0)
            .boxed()
            .sorted(Comparator.comparing(id -> -counts[id]))
            .limit(most)
            .map(id -> new int[] {id})
            .toList();
    return of("the " + most + " most frequent tokens of " + corpus.name(), ids);
  }

  /** This set without the tokens of another. */
  public TokenSet without(TokenSet other) {
    return new TokenSet(
        name, Arrays.stream(ids).filter(id -> Arrays.binarySearch(other.ids, id) < 0).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TokenSet that && name.equals(that.name) && Arrays.equals(ids, that.ids);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    return name + " (" + ids.length + " tokens)";
  }
}
