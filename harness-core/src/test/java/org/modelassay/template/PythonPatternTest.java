package org.modelassay.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;

/** Patterns beside Python's {@code re}; see lm-eval/README.md. */
class PythonPatternTest {

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        PythonPatternTest.class.getResourceAsStream("/lm-eval/generation/answers.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in));
    }
  }

  @Test
  void findAllAndSubAreThoseOfPython() throws IOException {
    JsonNode golden = golden();
    int cases = 0;
    for (JsonNode each : golden.path("patterns")) {
      PythonPattern pattern = PythonPattern.of(each.path("pattern").textValue());
      for (int i = 0; i < golden.path("texts").size(); i++) {
        String text = golden.path("texts").get(i).textValue();
        var expected = new ArrayList<List<String>>();
        for (JsonNode match : each.path("found").get(i)) {
          var groups = new ArrayList<String>();
          match.forEach(group -> groups.add(group.textValue()));
          expected.add(groups);
        }
        String which = pattern + " on " + new ObjectMapper().writeValueAsString(text);
        assertThat(pattern.findAll(text)).as(which).isEqualTo(expected);
        assertThat(pattern.remove(text))
            .as(which)
            .isEqualTo(each.path("removed").get(i).textValue());
        cases++;
      }
    }
    assertThat(cases).isGreaterThan(2000);
  }

  @Test
  void whatPythonRefusesIsRefused() throws IOException {
    for (JsonNode each : golden().path("wrong_patterns")) {
      assertThatIllegalArgumentException()
          .as(each.toString())
          .isThrownBy(() -> PythonPattern.of(each.path("pattern").textValue()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a)?(?(1)b|c)", "(?x) a b", "(?a)\\w", "(?a:\\w)"})
  void whatJavaCannotDoIsRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PythonPattern.of(pattern))
        .withMessageContaining("not supported");
  }

  @Test
  void aPatternThatWouldGoOnForEverIsStopped() {
    assertThatThrownBy(() -> PythonPattern.of("(x?)(a|a)*\\1b").findAll("a".repeat(60)))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "the pattern (x?)(a|a)*\\1b looks at more than 10014400 characters on a text of 60"
                + " characters; expected one that comes to an end; write it without repetitions"
                + " inside repetitions");
    assertThatThrownBy(() -> PythonPattern.of("(?:.|\\n)*x").remove("a".repeat(1_000_000)))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("nests too deeply on a text of 1000000 characters");
  }

  @Test
  void aLongOutputIsNoTrouble() {
    // Quadratic, as the reference's own.
    assertThat(PythonPattern.of("(?s).*#### ").remove("x".repeat(10_000))).hasSize(10_000);
  }
}
