package org.modelassay.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.coding.Bos;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.coding.CodingResult;
import org.modelassay.flips.ChoicesMeasure;
import org.modelassay.flips.ChoicesResult;
import org.modelassay.measure.Measure;

/** What task files of one continuation and of documents score, beside a run of lm_eval 0.4.13. */
class HarnessScoresTest {
  @TempDir static Path folder;

  @Test
  void aContinuationIsRightAndAsLikelyAsTheReferenceSays() throws Exception {
    JsonNode expected = golden().get("next_words");

    var result = (ChoicesResult) run(new ChoicesMeasure(task("next_words"), 0));

    assertThat(result.accuracy()).isEqualTo(expected.get("acc").doubleValue());
    assertThat(
            result.figures().stream()
                .filter(figure -> figure.metric().name().equals("choices.perplexity"))
                .findFirst()
                .orElseThrow()
                .value())
        .isCloseTo(expected.get("perplexity").doubleValue(), within(1e-5));
  }

  @Test
  void documentsTakeTheBitsThatTheReferenceSays() throws Exception {
    JsonNode expected = golden().get("documents");
    int window = expected.get("max_length").intValue();

    var result =
        (CodingResult) run(new CodingMeasure(task("documents"), window, 0, Bos.FIRST_WINDOW, 0));

    assertThat(result.bitsPerByte())
        .isCloseTo(expected.get("bits_per_byte").doubleValue(), within(1e-6));
    assertThat(result.value("coding.bytePerplexity"))
        .isCloseTo(expected.get("byte_perplexity").doubleValue(), within(1e-6));
    assertThat(result.value("coding.wordPerplexity"))
        .isCloseTo(expected.get("word_perplexity").doubleValue(), within(1e-5));
  }

  private static Object run(Measure<?> measure) {
    Check check = Runs.check("scores", measure, Runs.BASELINE, List.of());
    Outcome outcome = Runs.run(Runs.settings(folder, null, 0), List.of(check)).get(0);
    assertThat(outcome.error()).isNull();
    return Objects.requireNonNull(outcome.result());
  }

  private static JsonNode golden() throws IOException, URISyntaxException {
    return new ObjectMapper().readTree(resource("golden/scores.json").toFile());
  }

  private static Path task(String name) throws URISyntaxException {
    return resource("tasks/corners/" + name + ".yaml");
  }

  private static Path resource(String name) throws URISyntaxException {
    URL url = Objects.requireNonNull(HarnessScoresTest.class.getResource("/lm-eval/" + name), name);
    return Path.of(url.toURI());
  }
}
