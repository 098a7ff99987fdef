package org.modelassay.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.data.Corpus;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.reading.TokenSequence;

class StreamWindowsTest {
  private static final ByteTextModel WITH_BOS = ByteTextModel.named("models/m", true);
  private static final ByteTextModel PLAIN = ByteTextModel.named("models/m", false);
  private static final int BOS = ByteTextModel.BOS;

  @Test
  void compressionIntelligenceCutsAsItsProgramDoes() throws IOException {
    // Keyed by "n window stride", values are "inputs -> targets" of each window.
    Map<String, List<String>> expected = new LinkedHashMap<>();
    for (String line : resource("stream-windows.tsv").lines().toList()) {
      if (!line.startsWith("#")) {
        String[] cells = line.split("\t");
        List<String> windows =
            expected.computeIfAbsent(
                cells[0] + " " + cells[1] + " " + cells[2], k -> new ArrayList<>());
        if (cells.length > 3) {
          windows.add(cells[3] + " -> " + cells[4]);
        }
      }
    }
    assertThat(expected).hasSize(44);
    expected.forEach(
        (key, windows) -> {
          int[] setting = Arrays.stream(key.split(" ")).mapToInt(Integer::parseInt).toArray();
          var rule = StreamWindows.compressionIntelligence(WITH_BOS, setting[1], setting[2]);
          assertThat(sequences(rule, IntStream.range(0, setting[0]).toArray()))
              .extracting(StreamWindowsTest::inputsAndTargets)
              .as(key)
              .isEqualTo(windows);
        });
  }

  @Test
  void llamaPerplexityScoresTheSecondHalfOfEachChunk() {
    var rule = StreamWindows.llamaPerplexity(WITH_BOS, 8);
    assertThat(sequences(rule, IntStream.range(0, 21).toArray()))
        .extracting(StreamWindowsTest::inputsAndTargets)
        .containsExactly("256,1,2,3,4,5,6 -> 5,6,7", "256,9,10,11,12,13,14 -> 13,14,15");
    // A tokenizer without the token leaves a chunk's first token as it is.
    assertThat(sequences(StreamWindows.llamaPerplexity(PLAIN, 5), IntStream.range(0, 10).toArray()))
        .extracting(StreamWindowsTest::inputsAndTargets)
        .containsExactly("0,1,2,3 -> 3,4", "5,6,7,8 -> 8,9");
  }

  @Test
  void ofTheDefaultChunkTheLast255TokensAreTargets() {
    var model = WITH_BOS.withContext(512);
    List<TokenSequence> chunks =
        sequences(StreamWindows.llamaPerplexity(model, 512), new int[3 * 512 + 511]);
    assertThat(chunks).hasSize(3).allMatch(c -> c.scored() == 255 && c.length() == 512);
  }

  @Test
  void oneTokenLeadsTheWholeStreamOrOneEachDocument(@TempDir Path folder) throws IOException {
    Corpus corpus = corpus(folder, "abc", "d", "efgh");
    assertThat(stream(StreamWindows.llamaPerplexity(WITH_BOS, 3), corpus))
        .isEqualTo("256,97,98,99,100,101,102,103,104 ends 4,5,9");
    assertThat(stream(StreamWindows.compressionIntelligence(WITH_BOS, 4, 2), corpus))
        .isEqualTo("256,97,98,99,256,100,256,101,102,103,104 ends 4,6,11");
    assertThat(stream(StreamWindows.compressionIntelligence(PLAIN, 4, 2), corpus))
        .isEqualTo("97,98,99,100,101,102,103,104 ends 3,4,8");
  }

  @Test
  void targetsBelongToTheDocumentTheyStandIn(@TempDir Path folder) throws IOException {
    Corpus corpus = corpus(folder, "abc", "d", "efghij");
    // BOS a b c BOS d BOS e f g h i j: windows of five tokens, two new targets each.
    CorpusText text =
        CorpusText.of(corpus, WITH_BOS, StreamWindows.compressionIntelligence(WITH_BOS, 4, 2));
    assertThat(text.sequences().sequences())
        .extracting(StreamWindowsTest::inputsAndTargets)
        .containsExactly(
            BOS + ",97,98,99 -> 97,98,99,256",
            "98,99,256,100 -> 100,256",
            "256,100,256,101 -> 101,102",
            "256,101,102,103 -> 103,104",
            "102,103,104,105 -> 105,106");
    assertThat(text.texts()).extracting(CorpusText.Text::first).containsExactly(0, 3, 5);
    assertThat(text.texts()).extracting(CorpusText.Text::predicted).containsExactly(3, 2, 7);
    assertThat(text.everyToken()).isFalse();
  }

  @Test
  void aStreamWithoutAWholeWindowIsAnErrorAndSoIsAWindowThatDoesNotFit(@TempDir Path folder)
      throws IOException {
    Corpus corpus = corpus(folder, "abc", "d");
    StreamWindows llama = StreamWindows.llamaPerplexity(WITH_BOS, 8);
    assertThatThrownBy(() -> CorpusText.of(corpus, WITH_BOS, llama))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "c.jsonl: 5 tokens of models/m are less than one window of 8, so nothing would be"
                + " scored; give more text, or take windowing = DEFAULT");
    assertThatThrownBy(() -> StreamWindows.llamaPerplexity(WITH_BOS, 65))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("window = 65 is larger than the context of models/m, which is 64");
    assertThatThrownBy(() -> StreamWindows.compressionIntelligence(WITH_BOS, 1900, 512))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("window = 1900 is larger than the context of models/m, which is 64");
    assertThatThrownBy(() -> StreamWindows.llamaPerplexity(WITH_BOS, 2))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("window = 2: the second half of a chunk holds no target");
  }

  private static Corpus corpus(Path folder, String... texts) throws IOException {
    Path file = folder.resolve("c.jsonl");
    Files.write(file, Arrays.stream(texts).map("{\"text\": \"%s\"}"::formatted).toList());
    return Corpus.read(file);
  }

  private static String stream(StreamWindows rule, Corpus corpus) {
    int[] ends = new int[corpus.documents().size()];
    int[] stream =
        rule.stream(
            corpus.documents().stream().map(d -> WITH_BOS.tokenizer().encode(d.text())).toList(),
            ends);
    return join(stream, 0, stream.length) + " ends " + join(ends, 0, ends.length);
  }

  private static List<TokenSequence> sequences(StreamWindows rule, int[] stream) {
    return rule.cut(stream.length).stream().map(w -> rule.sequence(stream, w)).toList();
  }

  private static String inputsAndTargets(TokenSequence sequence) {
    int[] tokens = sequence.tokens();
    return join(tokens, 0, tokens.length - 1)
        + " -> "
        + join(tokens, sequence.firstScored(), tokens.length);
  }

  private static String join(int[] tokens, int from, int to) {
    return Arrays.stream(tokens, from, to)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(","));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = StreamWindowsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
