package org.modelassay.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.reading.TokenSequence;

class WindowsTest {
  private static final OptionalInt BOS = OptionalInt.of(99);

  @Test
  void firstWindowIsWhatTheEvaluationHarnessRolls() throws IOException {
    // Keyed by "n window stride", values are "inputs -> targets" of each window.
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (String line : resource("rolling-windows.tsv").lines().toList()) {
      if (!line.startsWith("#")) {
        String[] cells = line.split("\t");
        expected
            .computeIfAbsent(cells[0] + " " + cells[1] + " " + cells[2], k -> new ArrayList<>())
            .add(cells[3] + " -> " + cells[4]);
      }
    }
    assertThat(expected).hasSizeGreaterThan(20);
    expected.forEach(
        (key, windows) -> {
          int[] setting = Arrays.stream(key.split(" ")).mapToInt(Integer::parseInt).toArray();
          var rule = new Windows(setting[1], setting[2], Bos.FIRST_WINDOW, BOS);
          assertThat(
                  sequences(rule, setting[0]).stream()
                      .map(
                          s ->
                              join(s, 0, s.length() - 1)
                                  + " -> "
                                  + join(s, s.firstScored(), s.length())))
              .as(key)
              .isEqualTo(windows);
        });
  }

  @Test
  void everyTokenIsATargetOnceAndNoWindowIsTooLong() {
    for (Bos bos : List.of(Bos.EVERY_WINDOW, Bos.FIRST_WINDOW, Bos.NONE)) {
      for (int window = 1; window <= 9; window++) {
        for (int stride = 1; stride <= window; stride++) {
          for (int n = 0; n <= 30; n++) {
            var rule = new Windows(window, stride, bos, BOS);
            List<Integer> targets = new ArrayList<>();
            for (TokenSequence s : sequences(rule, n)) {
              assertThat(s.length() - 1).isLessThanOrEqualTo(window);
              for (int i = s.firstScored(); i < s.length(); i++) {
                targets.add(s.tokens()[i]);
              }
              assertThat(s.prefix()).isEqualTo(s.tokens()[0] == 99 ? 1 : 0);
            }
            int first = bos == Bos.NONE ? 1 : 0;
            assertThat(targets)
                .isEqualTo(IntStream.range(first, Math.max(first, n)).boxed().toList());
          }
        }
      }
    }
  }

  @Test
  void behindBosInEveryWindowFullWindowsHoldNoEarlierToken() {
    var rule = new Windows(4, 4, Bos.EVERY_WINDOW, BOS);
    assertThat(sequences(rule, 10))
        .extracting(s -> join(s, 0, s.length()) + " from " + s.firstScored())
        .containsExactly("99,0,1,2,3 from 1", "99,4,5,6,7 from 1", "99,6,7,8,9 from 3");
  }

  @Test
  void withoutBosTheFirstTokenIsContextOnly() {
    var rule = new Windows(4, 2, Bos.NONE, OptionalInt.empty());
    assertThat(sequences(rule, 7))
        .extracting(s -> s.id() + ": " + join(s, 0, s.length()) + " from " + s.firstScored())
        .containsExactly("d@0: 0,1,2,3 from 1", "d@4: 1,2,3,4,5 from 3", "d@6: 2,3,4,5,6 from 4");
    assertThat(sequences(rule, 1)).extracting(TokenSequence::scored).containsExactly(0);
  }

  @Test
  void autoFollowsTheTokenizer() {
    assertThat(Windows.of(ByteTextModel.named("m", true), 8, 8, Bos.AUTO).bos())
        .isEqualTo(Bos.EVERY_WINDOW);
    assertThat(Windows.of(ByteTextModel.named("m", false), 8, 8, Bos.AUTO).bos())
        .isEqualTo(Bos.NONE);
    assertThat(Windows.of(ByteTextModel.named("m", true), 8, 8, Bos.NONE).bos())
        .isEqualTo(Bos.NONE);
  }

  @Test
  void saysWhatDoesNotFitTheModel() {
    assertThatThrownBy(() -> Windows.of(ByteTextModel.named("models/m", true), 65, 65, Bos.AUTO))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "window = 65 is larger than the context of models/m, which is 64 tokens; take a window"
                + " of at most that");
    for (Bos bos : List.of(Bos.EVERY_WINDOW, Bos.FIRST_WINDOW)) {
      assertThatThrownBy(() -> Windows.of(ByteTextModel.named("models/m", false), 8, 8, bos))
          .isInstanceOf(AssayException.class)
          .hasMessageContaining("bos = " + bos + ", but the tokenizer of models/m puts no");
    }
  }

  private static List<TokenSequence> sequences(Windows rule, int n) {
    int[] tokens = IntStream.range(0, n).toArray();
    return rule.cut(n).stream().map(w -> rule.sequence("d", tokens, w)).toList();
  }

  private static String join(TokenSequence sequence, int from, int to) {
    List<String> ids = new ArrayList<>();
    for (int i = from; i < to; i++) {
      ids.add("" + sequence.tokens()[i]);
    }
    return String.join(",", ids);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = WindowsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
