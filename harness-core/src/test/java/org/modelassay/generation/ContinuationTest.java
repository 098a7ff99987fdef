package org.modelassay.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.model.Tokenizer;
import org.modelassay.model.tokenizer.TokenizerJson;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.Request;
import org.modelassay.reading.Sampling;
import org.modelassay.reading.TokenSequence;

/** Where a continuation ends. Both tokenizers make several tokens of most characters here. */
class ContinuationTest {
  private static final String TEXT = "鋼の橋🙂が終わり。\nThe nurse read 12 books";

  private static TokenizerJson tokenizer(String name) {
    return TokenizerJson.read(Path.of("src/test/resources/golden/tokenizers").resolve(name));
  }

  private static Continuation write(
      Tokenizer tokenizer, int[] tokens, int longest, String... stops) {
    var prompt = new TokenSequence("p", new int[] {5, 6}, 0, 2);
    var continuation =
        new Continuation(
            new Request.Generating(
                "prompts",
                List.of(prompt),
                longest,
                new TreeSet<>(List.of(0)),
                List.of(stops),
                Sampling.GREEDY),
            0,
            () -> tokenizer);
    for (int token : tokens) {
      if (!continuation.ended()) {
        continuation.accept(token);
      }
    }
    return continuation;
  }

  private static String text(Continuation written, Tokenizer tokenizer) {
    return new Continuations(
            List.of(written.output()),
            new boolean[] {written.truncated()},
            new int[] {written.surplus()})
        .texts(tokenizer)
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "sentencepiece-like"})
  void everyPartOfATextEndsItWhereItFirstStands(String name) {
    try (TokenizerJson tokenizer = tokenizer(name)) {
      int[] tokens = tokenizer.encode(TEXT);
      assertThat(tokenizer.decode(tokens)).isEqualTo(TEXT);
      int insideAToken = 0;
      for (int from = 0; from < TEXT.length(); from = TEXT.offsetByCodePoints(from, 1)) {
        for (int to = from; to < TEXT.length(); ) {
          to = TEXT.offsetByCodePoints(to, 1);
          String stop = TEXT.substring(from, to);
          String before = TEXT.substring(0, TEXT.indexOf(stop));

          Continuation written = write(tokenizer, tokens, 1000, "never", stop);

          assertThat(written.ended()).as(stop).isTrue();
          assertThat(written.truncated()).isFalse();
          assertThat(text(written, tokenizer)).as(stop).isEqualTo(before);
          // The fewest tokens that hold it.
          int[] output = written.output();
          assertThat(output).isEqualTo(Arrays.copyOf(tokens, output.length));
          if (output.length > 0) {
            String shorter = tokenizer.decode(Arrays.copyOf(output, output.length - 1));
            assertThat(shorter.startsWith(before)).as(stop).isFalse();
          }
          insideAToken += written.surplus() > 0 ? 1 : 0;
        }
      }
      assertThat(insideAToken).isPositive();
    }
  }

  @Test
  void theFirstOfSeveralStopStringsCounts() {
    try (TokenizerJson tokenizer = tokenizer("byte-level")) {
      int[] tokens = tokenizer.encode("one, two; three");

      assertThat(text(write(tokenizer, tokens, 1000, ";", ","), tokenizer)).isEqualTo("one");
      // Both are there with the same token: the one that begins first.
      assertThat(text(write(tokenizer, tokens, 1000, "ne,", "one,"), tokenizer)).isEmpty();
    }
  }

  @Test
  void aTokenThatEndsIsNoPartOfTheOutput() {
    try (TokenizerJson tokenizer = tokenizer("byte-level")) {
      Continuation ended = write(tokenizer, new int[] {9, 8, 0, 7}, 1000);
      assertThat(ended.output()).containsExactly(9, 8);
      assertThat(ended.truncated()).isFalse();
      assertThat(ended.surplus()).isZero();

      Continuation cut = write(tokenizer, new int[] {9, 8, 0, 7}, 2);
      assertThat(cut.output()).containsExactly(9, 8);
      assertThat(cut.truncated()).isTrue();
    }
  }

  @Test
  void aStopStringInTheLastTokenThatFitsIsNoCut() {
    try (TokenizerJson tokenizer = tokenizer("byte-level")) {
      int[] tokens = tokenizer.encode("one, two");
      Continuation written = write(tokenizer, tokens, tokens.length, "two");
      assertThat(written.truncated()).isFalse();
      assertThat(text(written, tokenizer)).isEqualTo("one, ");
    }
  }
}
