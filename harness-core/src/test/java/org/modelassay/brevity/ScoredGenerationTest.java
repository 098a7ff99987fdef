package org.modelassay.brevity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.measure.VocabularyModel;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.Request;
import org.modelassay.reading.Sampling;
import org.modelassay.reading.TokenSequence;
import org.modelassay.statistics.PairedProportions;
import org.modelassay.statistics.Rates;

/** Outputs scored against answers. They are written as letters here, a token each. */
class ScoredGenerationTest {
  private static final String LETTERS = "ab \n#12";
  private static final VocabularyModel MODEL =
      new VocabularyModel(
          "model",
          500,
          OptionalInt.empty(),
          0,
          List.of("</s>", "a", "b", " ", "\n", "#", "1", "2"));

  private static final String LINES =
      """
      {"id": "p0", "prompt": "a", "answer": "ab", "critical": true}
      {"id": "p1", "prompt": "a", "answers": ["a", "b"]}
      {"id": "p2", "prompt": "a", "answer": "a", "tags": ["t"]}
      {"id": "p3", "prompt": "a", "answer": "a"}
      {"id": "p4", "prompt": "a", "answer": "ab", "critical": true}
      {"id": "p5", "prompt": "a", "answer": " ab"}
      """;
  private static final List<String> OWN = List.of("ab", "b", "b", " a ", "a", "a");
  private static final List<String> THEIRS = List.of("ab", "a", "a", "b", "b", "a\n");

  private static final String TASK =
      """
      task: sums
      dataset_path: json
      dataset_kwargs: {data_files: {test: docs.jsonl}}
      test_split: test
      output_type: generate_until
      doc_to_text: "{{q}}"
      doc_to_target: "{{a}}"
      filter_list:
        - name: strict
          filter:
            - {function: regex, regex_pattern: "#(\\\\d)"}
            - {function: take_first}
        - name: last
          filter:
            - {function: regex, regex_pattern: "\\\\d", group_select: -1}
            - {function: take_first}
      metric_list:
        - {metric: exact_match, aggregation: mean, higher_is_better: true, regexes_to_ignore: ["(?s).*#"]}
      """;

  private final Path folder;

  ScoredGenerationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private GenerationMeasure lines() throws IOException {
    return new GenerationMeasure(Files.writeString(folder.resolve("prompts.jsonl"), LINES), 5);
  }

  private Path task(String more) throws IOException {
    Files.writeString(
        folder.resolve("docs.jsonl"),
        "{\"q\": \"a\", \"a\": \"b#1\"}\n{\"q\": \"b\", \"a\": \"b#2\"}\n");
    Path included = Files.writeString(folder.resolve("included.yaml"), TASK);
    return Files.writeString(
        folder.resolve("sums.yaml"), "include: " + included.getFileName() + "\n" + more);
  }

  private static GenerationMeasure measure(Path file, String filter) {
    return new GenerationMeasure(file, 0, -1, filter, 0, List.of(), Sampling.GREEDY);
  }

  @Test
  void anAnswerIsTheWholeOutputWithoutSpaceAtItsEnds() throws IOException {
    GenerationResult result = result(lines().plan(MODEL, null), OWN, List.of());

    assertThat(result.exactMatch()).isEqualTo(3 / 6.0);
    assertThat(result.outputs())
        .extracting(output -> output.answer() != null && output.answer().right())
        .containsExactly(true, true, false, true, false, false);
    assertThat(result.figures())
        .extracting(figure -> figure.metric().name())
        .startsWith("generation.exactMatch", "generation.f1", "generation.length.mean");
    assertThatThrownBy(result::flips).hasMessageContaining("a model that stands alone");
  }

  @Test
  void flipsAreChangesBetweenRightAndWrongAndAllFlipsThoseToAnotherWrongAnswerToo()
      throws IOException {
    GenerationResult result = result(lines().plan(MODEL, MODEL), OWN, THEIRS);

    AnswerFlips flips = result.flips();
    assertThat(flips.correctToIncorrect()).extracting(GeneratedOutput::id).containsExactly("p2");
    assertThat(flips.incorrectToCorrect()).extracting(GeneratedOutput::id).containsExactly("p3");
    // Two references of p1 are both right, and space makes no other answer of p5.
    assertThat(flips.wrongToWrong()).extracting(GeneratedOutput::id).containsExactly("p4");
    assertThat(flips.rate()).isEqualTo(2 / 6.0);
    assertThat(flips.allRate()).isEqualTo(3 / 6.0);
    assertThat(flips)
        .hasToString("1 right to wrong, 1 wrong to right, 1 wrong to wrong, of 6 prompts");
    assertThat(flips.correctToIncorrect().get(0)).hasToString("p2: a -> b (right: a)");
    assertThat(flips.wrongToWrong().get(0).hasTag("critical")).isTrue();
    assertThat(flips.correctToIncorrect().get(0).hasTag("t")).isTrue();

    assertThat(figure(result, "exactMatch"))
        .extracting(Figure::value, Figure::baseline, Figure::interval)
        .containsExactly(0.5, 0.5, Rates.clopperPearson(3, 6));
    assertThat(figure(result, "flipRate").value()).isEqualTo(2 / 6.0);
    assertThat(figure(result, "allFlipRate").value()).isEqualTo(3 / 6.0);
    assertThat(figure(result, "correctToIncorrectRate").value()).isEqualTo(1 / 6.0);
    assertThat(figure(result, "incorrectToCorrectRate").value()).isEqualTo(1 / 6.0);
    assertThat(figure(result, "wrongToWrongRate").value()).isEqualTo(1 / 6.0);
    assertThat(figure(result, "criticalAllFlipRate"))
        .extracting(Figure::value, Figure::n, Figure::sample)
        .containsExactly(0.5, 2L, "critical prompts");
    assertThat(figure(result, "accuracyDrop"))
        .extracting(Figure::value, Figure::interval)
        .containsExactly(0.0, PairedProportions.tango(1, 1, 6));
    assertThat(figure(result, "accuracyDrop.pValue").value()).isCloseTo(0.75, within(1e-15));
  }

  @Test
  void f1CountsWords() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("prompts.jsonl"),
            "{\"prompt\": \"a\", \"answer\": \"b 1\"}\n{\"prompt\": \"b\", \"answer\": \"2\"}\n");

    GenerationResult result =
        result(
            new GenerationMeasure(file, 5).plan(MODEL, MODEL),
            List.of("b 2", "2"),
            List.of("b 1", "1"));

    // One of two words on both sides, and all: 1/2 and 1; the baseline has 1 and 0.
    assertThat(figure(result, "f1"))
        .extracting(Figure::value, Figure::baseline)
        .containsExactly(0.75, 0.5);
    assertThat(figure(result, "f1Drop").value()).isEqualTo(-0.25);
  }

  @Test
  void everyFigureOfAPairIsOfAListedMetric() throws IOException {
    // Similarity needs an encoder, and is measured where one is named.
    List<Metric> expected = new ArrayList<>(GenerationMetrics.ALL);
    expected.remove(GenerationMetrics.SIMILARITY);

    assertThat(result(lines().plan(MODEL, MODEL), OWN, THEIRS).figures())
        .extracting(Figure::metric)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void detailsShowChangedAnswersFirstThoseOfCriticalPromptsBeforeAll() throws IOException {
    GenerationDetails details = result(lines().plan(MODEL, MODEL), OWN, THEIRS).details();

    assertThat(details.scores())
        .containsExactly(new GenerationDetails.Score("none", 6, 3, 3, 1, 1, 1, 0.5, 0.5));
    assertThat(details.outputs())
        .extracting(GenerationDetails.Output::id)
        .containsExactly("p4", "p2", "p3", "p0", "p1", "p5");
    assertThat(details.outputs().get(1))
        .isEqualTo(
            new GenerationDetails.Output(
                "p2",
                "a",
                List.of("t"),
                false,
                List.of("a"),
                "b",
                1,
                false,
                "a",
                1,
                0,
                List.of(new GenerationDetails.Answer("b", false, "a", true)),
                "CORRECT_TO_INCORRECT"));
  }

  @Test
  void aTaskFileSaysHowAModelWrites() throws IOException {
    GenerationMeasure measure =
        measure(
            task(
                """
                repeats: 2
                generation_kwargs:
                  {until: ["b", ""], max_gen_toks: 7, do_sample: true, temperature: 0.5, top_p: 0.9}
                """),
            "");

    var request = (Request.Generating) measure.plan(MODEL, null).ofSubject().get(0);

    assertThat(request.prompts())
        .extracting(TokenSequence::id)
        .containsExactly("sums#0", "sums#0 #2", "sums#1", "sums#1 #2");
    assertThat(request.maxNewTokens()).isEqualTo(7);
    assertThat(request.stops()).containsExactly("b");
    assertThat(request.sampling()).isEqualTo(new Sampling(0.5, 0, 0.9, 0));
    assertThat(measure.settings())
        .contains(
            entry("filter", "strict"),
            entry("maxNewTokens", "7"),
            entry("repeats", "2"),
            entry("stop", "[\"b\"]"));
    var own = new Sampling(0.7, 3, 1, 9);
    var over = new GenerationMeasure(folder.resolve("sums.yaml"), 1, -1, "", 9, List.of("2"), own);
    var changed = (Request.Generating) over.plan(MODEL, null).ofSubject().get(0);
    assertThat(changed.prompts()).hasSize(2);
    assertThat(changed.maxNewTokens()).isEqualTo(9);
    assertThat(changed.stops()).containsExactly("2");
    assertThat(changed.sampling()).isEqualTo(own);
  }

  @Test
  void eachPipelineIsScoredAndTheNamedOneGivesTheFigures() throws IOException {
    Path file = task("");
    List<String> own = List.of("#1\n2", "#2");
    List<String> theirs = List.of("#1", "2");

    GenerationResult strict = result(measure(file, "").plan(MODEL, MODEL), own, theirs);
    GenerationResult last = result(measure(file, "last").plan(MODEL, MODEL), own, theirs);

    // Strict: 1 and 2 against 1 and [invalid]. Last: 2 and 2 against 1 and 2.
    assertThat(figure(strict, "exactMatch"))
        .extracting(Figure::value, Figure::baseline)
        .containsExactly(1.0, 0.5);
    assertThat(figure(last, "exactMatch"))
        .extracting(Figure::value, Figure::baseline)
        .containsExactly(0.5, 1.0);
    assertThat(strict.figures()).noneMatch(figure -> figure.metric().name().contains("f1"));
    assertThat(last.details().scores())
        .extracting(GenerationDetails.Score::filter)
        .containsExactly("last", "strict");
    assertThat(last.details().outputs().get(0).answers())
        .containsExactly(
            new GenerationDetails.Answer("2", false, "1", true),
            new GenerationDetails.Answer("1", true, "1", true));
  }

  @Test
  void repeatsAreVotedOnAndGreedyOnesAreDrawnOnce() throws IOException {
    String vote =
        """
        repeats: 3
        filter_list:
          - name: vote
            filter: [{function: regex, regex_pattern: "\\\\d"}, {function: majority_vote}]
        """;
    Path file = task("generation_kwargs: {do_sample: true, temperature: 1}\n" + vote);
    GenerationResult drawn =
        result(
            measure(file, "").plan(MODEL, null), List.of("1", "2", "1", "1", "2", "2"), List.of());

    assertThat(drawn.outputs()).extracting(GeneratedOutput::text).containsExactly("1", "1");
    assertThat(drawn.exactMatch()).isEqualTo(1);

    Measure.Plan<GenerationResult> greedy = measure(task(vote), "").plan(MODEL, null);
    assertThat(((Request.Generating) greedy.ofSubject().get(0)).prompts()).hasSize(2);
    assertThat(result(greedy, List.of("1", "1"), List.of()).exactMatch()).isEqualTo(0.5);
  }

  @Test
  void whatIsWrongIsToldBeforeAModelIsAsked() throws IOException {
    Path file = task("");
    assertThatThrownBy(() -> measure(file, "first").plan(MODEL, null))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            file
                + ": it has no filter first; expected one of strict, last; correct the attribute"
                + " filter or leave it out");
    Path sampled = task("generation_kwargs: {do_sample: true}\n");
    assertThatThrownBy(() -> measure(sampled, "").plan(MODEL, null))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            sampled
                + ": generation_kwargs: do_sample is true, but temperature is 0; expected more;"
                + " correct it there, or set what @Generation has for it");
    Path half =
        Files.writeString(
            folder.resolve("half.jsonl"),
            "{\"prompt\": \"a\", \"answer\": \"b\"}\n{\"id\": \"x\", \"prompt\": \"b\"}\n");
    assertThatThrownBy(() -> measure(half, "").plan(MODEL, null))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            half
                + ":2: prompt \"x\" has no \"answer\", the lines above have one; expected an answer"
                + " in every line or in none; add what is missing, or part the file in two");
    Path both =
        Files.writeString(
            folder.resolve("both.jsonl"),
            "{\"prompt\": \"a\", \"answer\": \"b\", \"answers\": []}\n");
    assertThatThrownBy(() -> measure(both, "").plan(MODEL, null))
        .hasMessage(
            both
                + ":1: prompt \"1\" has both \"answer\" and \"answers\"; expected one of them;"
                + " remove the other");
  }

  @Test
  void aPatternThatDoesNotEndNamesThePrompt() throws IOException {
    Path file =
        task(
            """
            filter_list:
              - name: slow
                filter: [{function: regex, regex_pattern: "(x?)(a|a)*\\\\1b"}, {function: take_first}]
            """);
    Measure.Plan<GenerationResult> plan = measure(file, "").plan(MODEL, null);

    assertThatThrownBy(() -> result(plan, List.of("a".repeat(40), "a"), List.of()))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("the answer to prompt sums#0 by the filter slow: the pattern");
  }

  private static GenerationResult result(
      Measure.Plan<GenerationResult> plan, List<String> subject, List<String> baseline) {
    return plan.result(
        new Measure.Answers() {
          @Override
          public <A> A ofSubject(Request<A> request) {
            return answer(request, subject);
          }

          @Override
          public <A> A ofBaseline(Request<A> request) {
            return answer(request, baseline);
          }
        });
  }

  @SuppressWarnings("unchecked") // a Generating is a Request<Continuations>
  private static <A> A answer(Request<A> request, List<String> texts) {
    assertThat(((Request.Generating) request).prompts()).hasSameSizeAs(texts);
    var outputs = new ArrayList<int[]>();
    for (String text : texts) {
      outputs.add(text.chars().map(c -> LETTERS.indexOf(c) + 1).toArray());
    }
    return (A) new Continuations(outputs, new boolean[texts.size()], new int[texts.size()]);
  }

  private static Figure figure(GenerationResult result, String metric) {
    return result.figures().stream()
        .filter(f -> f.metric().name().equals("generation." + metric))
        .findFirst()
        .orElseThrow();
  }
}
