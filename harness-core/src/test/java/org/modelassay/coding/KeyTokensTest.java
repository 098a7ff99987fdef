package org.modelassay.coding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.modelassay.model.Tokenizer.Span;

/** The rule by which one tokenizer's tokens are found again among another's. */
class KeyTokensTest {
  @Test
  void aTokenIsKeyWhenItLiesWhollyInsideAKeyStretch() throws IOException {
    JsonNode golden =
        new ObjectMapper()
            .readTree(getClass().getResourceAsStream("/golden/coding/long-context.json"));
    assertThat(golden.get("overlaps")).hasSize(60);
    for (JsonNode overlap : golden.get("overlaps")) {
      var expected = new ArrayList<Integer>();
      overlap.get("inside").forEach(i -> expected.add(i.intValue()));

      boolean[] inside = KeyTokens.inside(spans(overlap, "tokens"), spans(overlap, "stretches"));

      assertThat(IntStream.range(0, inside.length).filter(i -> inside[i]).boxed())
          .as(overlap.toString())
          .containsExactlyElementsOf(expected);
    }
  }

  private static List<Span> spans(JsonNode overlap, String key) {
    var spans = new ArrayList<Span>();
    overlap.get(key).forEach(s -> spans.add(new Span(s.get(0).intValue(), s.get(1).intValue())));
    return spans;
  }
}
