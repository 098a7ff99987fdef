package org.modelassay.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;

class ChoiceTaskTest {
  private static final String EXAMPLE =
      "{\"id\": \"q-1\", \"question\": \"...\", \"choices\": [\"a\", \"b\"], \"answer\": 0}";

  private final Path folder;

  ChoiceTaskTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void anObjectALineIsAnItem() throws IOException {
    ChoiceTask task =
        read(
            """
                {"id": "q1", "question": "Baker:", "choices": ["bread", "law"], "answer": 0}
                {"id": "q2", "context": "弁護士：", "choices": ["パン", "法律"], "answer": "法律",
                """
                    .stripTrailing()
                + " \"tags\": [\"ja\"], \"critical\": true}\n");

    assertThat(task.name()).isEqualTo("task.jsonl");
    assertThat(task.items())
        .containsExactly(
            new ChoiceItem("q1", "Baker:", List.of("bread", "law"), 0, List.of(), false),
            new ChoiceItem("q2", "弁護士：", List.of("パン", "法律"), 1, List.of("ja"), true));
  }

  @Test
  void aNumberIsAlwaysAnIndexAndATextAlwaysAChoice() throws IOException {
    ChoiceTask task =
        read(
            """
                {"id": "a", "question": "1+1=", "choices": ["1", "2", "0"], "answer": "2"}
                {"id": "b", "question": "1+1=", "choices": ["1", "2", "0"], "answer": 2}
                """);

    assertThat(task.items()).extracting(ChoiceItem::answer).containsExactly(1, 2);
  }

  @Test
  void theFirstItemsOfTheFileAreTaken() throws IOException {
    ChoiceTask two = read(line("a") + line("b"));
    Path file = file(line("b") + line("a") + line("c"));

    assertThat(ChoiceTask.read(file, 2).items()).isEqualTo(two.items());
    assertThat(ChoiceTask.read(file, 2).digest()).isEqualTo(two.digest());
    assertThat(ChoiceTask.read(file, 4).items()).hasSize(3);
    assertThat(ChoiceTask.read(file, 0).digest()).isNotEqualTo(two.digest());
  }

  @Test
  void itemsStandInTheOrderOfTheirIds() throws IOException {
    ChoiceTask task = read(line("q10") + line("q9") + line("b") + line("q") + line("q09"));

    assertThat(task.items())
        .extracting(ChoiceItem::id)
        .containsExactly("b", "q", "q09", "q9", "q10");
    assertThat(task.digest())
        .isEqualTo(read(line("q") + line("q9") + line("q09") + line("q10") + line("b")).digest());
  }

  @Test
  void theDigestIsTheContents() throws IOException {
    String digest = read(line("a")).digest();

    assertThat(
            read("{\"answer\":\"x\",\"critical\":false,\"tags\":[],\"choices\":[\"x\",\"y\"],"
                    + "\"context\":\"?\",\"id\":\"a\"}")
                .digest())
        .isEqualTo(digest);
    assertThat(read(line("a").replace("0}", "1}")).digest()).isNotEqualTo(digest);
    assertThat(read(line("a").replace("0}", "0, \"critical\": true}")).digest())
        .isNotEqualTo(digest);
    assertThat(read(line("a").replace("0}", "0, \"group\": \"p\"}")).digest()).isNotEqualTo(digest);
  }

  @Test
  void itemsMayShareAGroup() throws IOException {
    assertThat(read(line("a").replace("0}", "0, \"group\": \"passage 1\"}") + line("b")).items())
        .extracting(ChoiceItem::group)
        .containsExactly("passage 1", null);
  }

  @Test
  void emptyTask() throws IOException {
    Path file = file("");

    assertThatThrownBy(() -> ChoiceTask.read(file, 0))
        .isInstanceOf(AssayException.class)
        .hasMessage(file + ": is empty; expected at least one line like " + EXAMPLE + "; add one");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"question": "?", "choices": ["x", "y"], "answer": 0} | no "id"; expected a line like %s; add it
          {"id": "b", "choices": ["x", "y"], "answer": 0} | no "question"; expected a line like %s; add it
          {"id": "b", "question": "?", "context": "?", "choices": ["x", "y"], "answer": 0} | item "b" has both "question" and "context"; expected one of them; remove the other
          {"id": "b", "question": "?", "answer": 0} | no "choices"; expected a line like %s; add it
          {"id": "b", "question": "?", "choices": "x", "answer": 0} | "choices" is the text "x"; expected a list of texts; write it as ["..."]
          {"id": "b", "question": "?", "choices": [], "answer": 0} | item "b" has 0 choices; expected 2 to 26; add or remove choices
          {"id": "b", "question": "?", "choices": ["x"], "answer": 0} | item "b" has 1 choice; expected 2 to 26; add or remove choices
          {"id": "b", "question": "?", "choices": ["x", " "], "answer": 0} | choice 1 of item "b" is empty; expected a text; fill it
          {"id": "b", "question": "?", "choices": ["x", "y", "x"], "answer": 0} | choices 0 and 2 of item "b" are both "x"; expected choices that differ; change or remove one
          {"id": "b", "question": "?", "choices": ["x", "y"]} | item "b" has no "answer"; expected an index from 0 to 1 or the exact text of a choice; add it
          {"id": "b", "question": "?", "choices": ["x", "y"], "answer": 2} | the "answer" of item "b" is the number 2; expected an index from 0 to 1 or the exact text of a choice; correct it
          {"id": "b", "question": "?", "choices": ["x", "y"], "answer": -1} | the "answer" of item "b" is the number -1; expected an index from 0 to 1 or the exact text of a choice; correct it
          {"id": "b", "question": "?", "choices": ["x", "y"], "answer": 0.5} | the "answer" of item "b" is the number 0.5; expected an index from 0 to 1 or the exact text of a choice; correct it
          {"id": "b", "question": "?", "choices": ["x", "y"], "answer": "X"} | the "answer" of item "b" is the text "X"; expected an index from 0 to 1 or the exact text of a choice; correct it
          {"id": "b", "question": "?", "choices": ["x", "y"], "answer": null} | the "answer" of item "b" is null; expected an index from 0 to 1 or the exact text of a choice; correct it
          {"id": "b", "question": "?", "choices": ["x", "y"], "answer": 0, "critical": "yes"} | "critical" is the text "yes"; expected true or false; write it without quotes
          {"id": "a", "question": "?", "choices": ["x", "y"], "answer": 0} | id "a" stands on line 1 already; expected an id of its own for each line; change one of the two
          {"id": "b", "qestion": "?", "choices": ["x", "y"], "answer": 0} | unknown key "qestion"; expected one of id, question, context, choices, answer, tags, critical, group; did you mean "question"?
          """)
  void wrongItems(String line, String message) throws IOException {
    Path file = file(line("a") + line);

    assertThatThrownBy(() -> ChoiceTask.read(file, 0))
        .isInstanceOf(AssayException.class)
        .hasMessage(file + ":2: " + message.replace("%s", EXAMPLE));
  }

  @Test
  void moreChoicesThanLetters() throws IOException {
    String choices =
        IntStream.range(0, 27)
            .mapToObj(i -> "\"" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    Path file = file("{\"id\": \"a\", \"question\": \"?\", \"choices\": " + choices + "}");

    assertThatThrownBy(() -> ChoiceTask.read(file, 0))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            file + ":1: item \"a\" has 27 choices; expected 2 to 26; add or remove choices");
  }

  private ChoiceTask read(String lines) throws IOException {
    return ChoiceTask.read(file(lines), 0);
  }

  private static String line(String id) {
    return "{\"id\": \"%s\", \"question\": \"?\", \"choices\": [\"x\", \"y\"], \"answer\": 0}\n"
        .formatted(id);
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("task.jsonl"), content);
  }
}
