package org.modelassay.brevity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.data.PromptSet;
import org.modelassay.measure.Measure;
import org.modelassay.measure.VocabularyModel;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.Request;
import org.modelassay.reading.Sampling;
import org.modelassay.reading.TokenSequence;

class GenerationMeasureTest {
  private static final List<String> PIECES = List.of("<s>", "</s>", "a", "b", " ");
  private static final VocabularyModel PLAIN =
      new VocabularyModel("plain", 10, OptionalInt.empty(), 1, PIECES);
  private static final VocabularyModel WITH_BOS =
      new VocabularyModel("bos", 10, OptionalInt.of(0), 1, PIECES);
  private static final VocabularyModel WORDS =
      new VocabularyModel(
          "words", 10, OptionalInt.empty(), 1, List.of("</s>", "-", "ab", "a", "b"));

  private final Path folder;

  GenerationMeasureTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void nothingOfAPromptIsScored() throws IOException {
    Request.Generating request = request(PLAIN, 5, "ab");

    assertThat(request.prompts()).containsExactly(new TokenSequence("p0", new int[] {2, 3}, 0, 2));
    assertThat(request.name()).isEqualTo("prompts.jsonl");
    assertThat(request.maxNewTokens()).isEqualTo(5);
    assertThat(request.stopTokens()).containsExactly(1);
  }

  @Test
  void theTokenInFrontIsPutOnceByTheTokenizersOwnRule() throws IOException {
    TokenSequence once = new TokenSequence("p0", new int[] {0, 2, 3}, 1, 3);

    assertThat(request(WITH_BOS, 5, "ab").prompts()).containsExactly(once);
    assertThat(request(WITH_BOS, 5, "<s>ab").prompts()).containsExactly(once);
  }

  @Test
  void aPromptAndItsOutputFitTheContext() throws IOException {
    assertThat(request(PLAIN, 7, "aab").prompts()).hasSize(1);

    assertThatThrownBy(() -> request(PLAIN, 7, "a", "aabb"))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "prompts.jsonl: prompt p1 has 4 tokens, with maxNewTokens = 7 more than 10, the context"
                + " length of plain; expected both within it; shorten the prompt or lower"
                + " maxNewTokens");
  }

  @Test
  void aPromptWithoutATokenCannotBeContinued() {
    // As tokenizers that drop white space.
    var trims = new VocabularyModel("trims", 10, OptionalInt.empty(), 1, PIECES, true);

    assertThatThrownBy(() -> request(trims, 5, " "))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "prompts.jsonl: the tokenizer of trims makes no token of prompt p0; expected at least"
                + " one to continue; write a prompt with visible text");
  }

  @Test
  void settingsAndDataAreTheMeasuresOwn() throws IOException {
    Path file = file("ab");
    var measure = new GenerationMeasure(file, 5);

    assertThat(measure.settings())
        .containsExactly(
            entry("prompts", file.toString()),
            entry("maxNewTokens", "5"),
            entry("temperature", "0"));
    assertThat(new GenerationMeasure(file, 5, List.of("\n"), new Sampling(0.7, 0, 1, 2)).settings())
        .containsExactly(
            entry("prompts", file.toString()),
            entry("maxNewTokens", "5"),
            entry("temperature", "0.7"),
            entry("topK", "0"),
            entry("topP", "1"),
            entry("seed", "2"),
            entry("stop", "[\"\\n\"]"));
    assertThat(measure.dataDigest())
        .isEqualTo(new GenerationMeasure(file, 6).dataDigest())
        .isEqualTo(PromptSet.read(file).digest());
    assertThat(measure.metrics()).allMatch(m -> m.name().startsWith(measure.kind() + "."));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GenerationMeasure(file, -1))
        .withMessage("maxNewTokens is -1; expected 0 (the task's, or 256) or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GenerationMeasure(file, 5, List.of("a", ""), Sampling.GREEDY))
        .withMessage("stop has an empty text, which would end every output; leave it out");
  }

  @Test
  void outputsAreDecodedAndComparedWithTheBaselines() throws IOException {
    Measure.Plan<GenerationResult> plan =
        new GenerationMeasure(file("a", "b"), 5).plan(PLAIN, PLAIN);

    GenerationResult result =
        result(
            plan,
            List.of(new int[] {2, 3}, new int[] {2}),
            List.of(new int[] {2, 3, 2}, new int[] {2}));

    assertThat(result.outputs())
        .extracting(GeneratedOutput::text, GeneratedOutput::baselineText)
        .containsExactly(tuple("ab", "aba"), tuple("a", "a"));
    assertThat(result.lengthUnit()).isEqualTo("tokens");
    assertThat(result.lengthRatio()).isEqualTo(3 / 4.0);
  }

  @Test
  void modelsOfTwoTokenizersAreComparedInCharacters() throws IOException {
    Measure.Plan<GenerationResult> plan = new GenerationMeasure(file("a"), 5).plan(PLAIN, WORDS);

    // "aba" in three tokens against "ab-ab" in three.
    GenerationResult result =
        result(plan, List.of(new int[] {2, 3, 2}), List.of(new int[] {2, 1, 2}));

    assertThat(result.lengthUnit()).isEqualTo("characters");
    assertThat(result.lengthRatio()).isEqualTo(3 / 5.0);
    assertThat(result.prefixAgreement()).isEqualTo(2 / 5.0);
    assertThat(result.meanLength()).isEqualTo(3);
    assertThat(result.details().outputs().get(0).firstDifference()).isEqualTo(2);
    assertThat(result.details().unit()).isEqualTo("characters");
  }

  @Test
  void theModelIsAskedForTextsThatEndAnOutputAndForItsWayOfSampling() throws IOException {
    var sampling = new Sampling(0.7, 50, 0.9, 2);
    var measure = new GenerationMeasure(file("a"), 5, List.of("b"), sampling);

    var request = (Request.Generating) measure.plan(PLAIN, null).ofSubject().get(0);

    assertThat(request.stops()).containsExactly("b");
    assertThat(request.sampling()).isEqualTo(sampling);
  }

  private Request.Generating request(VocabularyModel model, int maxNewTokens, String... prompts)
      throws IOException {
    List<Request<?>> requests =
        new GenerationMeasure(file(prompts), maxNewTokens).plan(model, null).ofSubject();
    assertThat(requests).hasSize(1);
    return (Request.Generating) requests.get(0);
  }

  private Path file(String... prompts) throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < prompts.length; i++) {
      lines.append("{\"id\": \"p%d\", \"prompt\": \"%s\"}\n".formatted(i, prompts[i]));
    }
    return Files.writeString(folder.resolve("prompts.jsonl"), lines);
  }

  private static GenerationResult result(
      Measure.Plan<GenerationResult> plan, List<int[]> subject, List<int[]> baseline) {
    return plan.result(
        new Measure.Answers() {
          @Override
          public <A> A ofSubject(Request<A> request) {
            assertThat(plan.ofSubject()).contains(request);
            return answer(request, subject);
          }

          @Override
          public <A> A ofBaseline(Request<A> request) {
            assertThat(plan.ofBaseline()).contains(request);
            return answer(request, baseline);
          }
        });
  }

  @SuppressWarnings("unchecked") // a Generating is a Request<Continuations>
  private static <A> A answer(Request<A> request, List<int[]> outputs) {
    assertThat(((Request.Generating) request).prompts()).hasSameSizeAs(outputs);
    return (A) new Continuations(outputs, new boolean[outputs.size()], new int[outputs.size()]);
  }
}
