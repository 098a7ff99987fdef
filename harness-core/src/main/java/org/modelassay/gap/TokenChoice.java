package org.modelassay.gap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.model.Tokenizer;

/** A token set as a person says it, before there is a vocabulary. */
public final class TokenChoice {
  /** Frequent words that belong to no domain. */
  private static final List<String> EVERYDAY_ENGLISH =
      List.of(
          ("the be to of and a in that have it for not on with he as you do at this but his by from"
                  + " they we say her she or an will my one all would there their what so up out if"
                  + " about who get which go me when make can like time no just him know take"
                  + " people into year your good some could them see other than then now look only"
                  + " come its over think also back after use two how our work first well way even"
                  + " new want because any these give day most us house water food hand city"
                  + " friend music morning night door table street")
              .split(" "));

  private final String text;
  private final Finder finder;

  private interface Finder {
    TokenSet find(Tokenizer tokenizer, @Nullable TokenSet without);
  }

  private TokenChoice(String text, Finder finder) {
    this.text = text;
    this.finder = finder;
  }

  /**
   * Reads a choice.
   *
   * @param text {@code digits}, {@code python-keywords} or {@code everyday-english}; {@code
   *     regex:PATTERN} for tokens whose whole text matches; {@code list:FILE} with a word a line;
   *     {@code frequent:N:CORPUS} for the N most frequent tokens of a corpus. All but the last
   *     stand for a token with a blank in front and without
   * @throws AssayException when it is none of them or its file cannot be read
   */
  public static TokenChoice of(String text) {
    if (text.equals("digits")) {
      return matching(text, TokenSet.DIGITS);
    }
    if (text.equals("python-keywords")) {
      return matching(text, TokenSet.PYTHON_KEYWORDS);
    }
    if (text.equals("everyday-english")) {
      return listed(text, EVERYDAY_ENGLISH);
    }
    if (text.startsWith("regex:")) {
      try {
        return matching(text, Pattern.compile(text.substring("regex:".length())));
      } catch (PatternSyntaxException e) {
        throw new AssayException(
            "the token set '" + text + "' is no regular expression: " + e.getMessage(), e);
      }
    }
    if (text.startsWith("list:")) {
      Path file = Path.of(text.substring("list:".length()));
      try {
        return listed(
            text, Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList());
      } catch (IOException e) {
        throw new AssayException(
            "the token set '" + text + "': " + file + " cannot be read as UTF-8 text: " + e, e);
      }
    }
    if (text.matches("frequent:[1-9][0-9]{0,6}:.+")) {
      String[] parts = text.split(":", 3);
      Corpus corpus = Corpus.read(Path.of(parts[2]));
      return new TokenChoice(
          text,
          (tokenizer, without) ->
              TokenSet.frequent(corpus, Integer.parseInt(parts[1]), without, tokenizer));
    }
    throw new AssayException(
        "the token set '"
            + text
            + "' is unknown; give digits, python-keywords, everyday-english, regex:PATTERN,"
            + " list:FILE or frequent:N:CORPUS");
  }

  private static TokenChoice matching(String text, Pattern pattern) {
    return new TokenChoice(
        text, (tokenizer, without) -> less(TokenSet.matching(text, pattern, tokenizer), without));
  }

  private static TokenChoice listed(String text, List<String> words) {
    return new TokenChoice(
        text, (tokenizer, without) -> less(TokenSet.listed(text, words, tokenizer), without));
  }

  private static TokenSet less(TokenSet set, @Nullable TokenSet without) {
    return without == null ? set : set.without(without);
  }

  /**
   * The set in a vocabulary.
   *
   * @param without tokens that are left out, or null
   * @throws AssayException when there are fewer than two
   */
  TokenSet in(Tokenizer tokenizer, @Nullable TokenSet without) {
    return finder.find(tokenizer, without);
  }

  @Override
  public String toString() {
    return text;
  }
}
