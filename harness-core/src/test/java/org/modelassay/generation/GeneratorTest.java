package org.modelassay.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.brevity.GenerationMeasure;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;
import org.modelassay.reading.TokenSequence;

class GeneratorTest {
  @TempDir Path cache;

  private static Continuations generate(LocalModel model, Request.Generating request) {
    return new Generator(Progress.NONE, () -> false)
        .generate(model, model.decoder(), request, "test");
  }

  private static Request.Generating request(
      List<TokenSequence> prompts, int longest, SortedSet<Integer> stops) {
    return new Request.Generating("prompts", prompts, longest, stops);
  }

  private static List<TokenSequence> prompts() {
    var prompts = new ArrayList<TokenSequence>();
    for (int i = 0; i < 19; i++) {
      int length = 1 + 5 * i % 17;
      prompts.add(LocalModels.sequence("p" + i, length, 0, length));
    }
    return prompts;
  }

  @Test
  void greedyContinuationsEqualTheReferenceTokenForToken() throws IOException {
    JsonNode reference =
        new ObjectMapper()
            .readTree(LocalModels.sample("training/reference.json").toFile())
            .get("greedy");
    try (LocalModel model = LocalModels.open(LocalModels.sample("models/resume"), "", cache)) {
      var measure = new GenerationMeasure(LocalModels.sample("prompts/summaries.jsonl"), 64);
      var request = (Request.Generating) measure.plan(model, null).ofSubject().get(0);

      Continuations outputs = generate(model, request);

      assertThat(reference).hasSize(6);
      for (int i = 0; i < reference.size(); i++) {
        JsonNode expected = reference.get(i);
        assertThat(request.prompts().get(i).id()).isEqualTo(expected.get("id").asText());
        int[] ids = new ObjectMapper().convertValue(expected.get("ids"), int[].class);
        // The reference keeps the closing token, id 1.
        boolean ended = ids[ids.length - 1] == 1;
        assertThat(outputs.outputs().get(i))
            .containsExactly(ended ? Arrays.copyOf(ids, ids.length - 1) : ids);
        assertThat(outputs.truncated()[i]).isEqualTo(!ended);
      }
    }
  }

  @Test
  void promptsSideBySideContinueAsTheyDoAlone() {
    for (String name : List.of("llama-tied", "qwen2-sliding")) {
      try (LocalModel model = LocalModels.open(LocalModels.golden(name), "", cache)) {
        Continuations together = generate(model, request(prompts(), 24, new TreeSet<>()));

        for (int i = 0; i < prompts().size(); i++) {
          Continuations alone =
              generate(model, request(prompts().subList(i, i + 1), 24, new TreeSet<>()));
          assertThat(together.outputs().get(i))
              .as(name + " " + i)
              .hasSize(24)
              .containsExactly(alone.outputs().get(0));
        }
        assertThat(together.truncated()).containsOnly(true);
      }
    }
  }

  @Test
  void aStopTokenEndsAContinuationAndIsNoPartOfIt() {
    try (LocalModel model = LocalModels.open(LocalModels.golden("qwen2-sliding"), "", cache)) {
      Continuations free = generate(model, request(prompts(), 12, new TreeSet<>()));
      int stop = free.outputs().get(4)[3];

      Continuations stopped = generate(model, request(prompts(), 12, new TreeSet<>(List.of(stop))));

      for (int i = 0; i < prompts().size(); i++) {
        int[] whole = free.outputs().get(i);
        int at = 0;
        while (at < whole.length && whole[at] != stop) {
          at++;
        }
        assertThat(stopped.outputs().get(i)).containsExactly(Arrays.copyOf(whole, at));
        assertThat(stopped.truncated()[i]).isEqualTo(at == whole.length);
      }
      assertThat(stopped.truncated()[4]).isFalse();
    }
  }

  @Test
  void oneNewTokenIsOne() {
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache)) {
      Continuations one = generate(model, request(prompts(), 1, new TreeSet<>()));
      Continuations two = generate(model, request(prompts(), 2, new TreeSet<>()));

      for (int i = 0; i < prompts().size(); i++) {
        assertThat(one.outputs().get(i)).containsExactly(two.outputs().get(i)[0]);
      }
    }
  }

  @Test
  void cancellingEndsIt() {
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache)) {
      assertThatThrownBy(
              () ->
                  new Generator(Progress.NONE, () -> true)
                      .generate(
                          model, model.decoder(), request(prompts(), 3, new TreeSet<>()), "test"))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("prompts");
    }
  }
}
