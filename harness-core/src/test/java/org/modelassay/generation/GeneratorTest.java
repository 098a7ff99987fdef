package org.modelassay.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
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
import org.modelassay.reading.Sampling;
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

  private static List<String> ids(Request.Generating request) {
    return request.prompts().stream().map(TokenSequence::id).toList();
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
      for (JsonNode expected : reference) {
        int i = ids(request).indexOf(expected.get("id").asText());
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

  private static Request.Generating sampled(List<TokenSequence> prompts, int longest, long seed) {
    return new Request.Generating(
        "prompts", prompts, longest, new TreeSet<>(), List.of(), new Sampling(1.5, 40, 0.9, seed));
  }

  @Test
  void whatIsSampledForAPromptIsDecidedBySeedIdAndPositionAlone() {
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache)) {
      List<TokenSequence> prompts = prompts();
      Continuations together = generate(model, sampled(prompts, 12, 5));
      List<TokenSequence> turned = new ArrayList<>(prompts);
      Collections.reverse(turned);
      Continuations reversed = generate(model, sampled(turned, 12, 5));
      Continuations otherwise = generate(model, sampled(prompts, 12, 6));

      int differing = 0;
      for (int i = 0; i < prompts.size(); i++) {
        int[] output = together.outputs().get(i);
        Continuations alone = generate(model, sampled(prompts.subList(i, i + 1), 12, 5));
        assertThat(output).hasSize(12).containsExactly(alone.outputs().get(0));
        assertThat(reversed.outputs().get(prompts.size() - 1 - i)).containsExactly(output);
        differing += Arrays.equals(output, otherwise.outputs().get(i)) ? 0 : 1;
      }
      assertThat(differing).isGreaterThan(15);
    }
  }

  /**
   * Pearson's chi-square of 4000 prompts of the same tokens, each with an id of its own, against
   * the reference's probabilities. Ids that are expected fewer than five times are one.
   */
  @Test
  void whatIsSampledHasTheReferencesDistribution() throws IOException {
    JsonNode setting =
        new ObjectMapper()
            .readTree(getClass().getResourceAsStream("/golden/sampling/distributions.json"))
            .get(4);
    int[] context = new ObjectMapper().convertValue(setting.get("context"), int[].class);
    int count = 4000;
    var prompts = new ArrayList<TokenSequence>();
    for (int i = 0; i < count; i++) {
      prompts.add(new TokenSequence("draw " + i, context, 0, context.length));
    }
    var sampling =
        new Sampling(
            setting.get("temperature").asDouble(),
            setting.get("top_k").asInt(),
            setting.get("top_p").asDouble(),
            20261126);
    try (LocalModel model = LocalModels.open(LocalModels.sample("models/resume"), "", cache)) {
      Continuations drawn =
          generate(
              model,
              new Request.Generating("draws", prompts, 1, new TreeSet<>(), List.of(), sampling));

      var times = new HashMap<Integer, Integer>();
      drawn.outputs().forEach(output -> times.merge(output[0], 1, Integer::sum));
      double square = 0;
      int cells = 0;
      double rareExpected = 0;
      int rare = 0;
      for (int i = 0; i < setting.get("ids").size(); i++) {
        double expected = count * setting.get("p").get(i).asDouble();
        int got = times.getOrDefault(setting.get("ids").get(i).asInt(), 0);
        if (expected < 5) {
          rareExpected += expected;
          rare += got;
        } else {
          square += (got - expected) * (got - expected) / expected;
          cells++;
        }
      }
      if (rareExpected > 0) {
        square += (rare - rareExpected) * (rare - rareExpected) / rareExpected;
        cells++;
      }
      int freedom = cells - 1;
      assertThat(freedom).isGreaterThan(30);
      // Two-sided: a chi-square has mean f and variance 2 f, and its cube root is nearly normal.
      double normal =
          (Math.cbrt(square / freedom) - (1 - 2.0 / (9 * freedom)))
              / Math.sqrt(2.0 / (9 * freedom));
      assertThat(Math.abs(normal)).as("chi-square %s of %s", square, freedom).isLessThan(3);
    }
  }

  @Test
  void aStopStringEndsAnOutputOfARealTokenizer() {
    try (LocalModel model = LocalModels.open(LocalModels.sample("models/resume"), "", cache)) {
      var file = LocalModels.sample("prompts/summaries.jsonl");
      var free =
          (Request.Generating) new GenerationMeasure(file, 24).plan(model, null).ofSubject().get(0);
      List<String> whole = generate(model, free).texts(model.tokenizer());
      assertThat(whole).anyMatch(text -> text.contains("。")).anyMatch(text -> text.contains("th"));
      var measure = new GenerationMeasure(file, 24, List.of("。", "th"), Sampling.GREEDY);

      Continuations outputs =
          generate(model, (Request.Generating) measure.plan(model, null).ofSubject().get(0));

      for (int i = 0; i < whole.size(); i++) {
        assertThat(outputs.texts(model.tokenizer()).get(i))
            .isEqualTo(whole.get(i).split("。|th", -1)[0]);
        if (!outputs.texts(model.tokenizer()).get(i).equals(whole.get(i))) {
          assertThat(outputs.truncated()[i]).isFalse();
        }
      }
    }
  }

  @Test
  void noPromptsHaveNoContinuations() {
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache)) {
      assertThat(generate(model, request(List.of(), 3, new TreeSet<>())).outputs()).isEmpty();
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
  void progressEndsWithAllTokensDone() {
    var steps = new ArrayList<Progress.Step>();
    try (LocalModel model = LocalModels.open(LocalModels.golden("llama-tied"), "", cache)) {
      new Generator(steps::add, () -> false)
          .generate(model, model.decoder(), request(prompts(), 6, new TreeSet<>()), "test");
    }
    // 16 prompts end together, then the three that took their places.
    assertThat(steps).extracting(Progress.Step::done).containsExactly(16 * 6L, 19 * 6L);
    assertThat(steps).allMatch(step -> step.total() == 19 * 6 && step.waiting().equals("test"));
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
