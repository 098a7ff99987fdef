package org.modelassay.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.modelassay.reading.Passes.Rule;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.OutputHead;
import org.modelassay.torch.Tensor;

/**
 * Every kind of model reads what its sequences share once and comes to what it yields for each
 * sequence alone.
 */
class SharedPrefixTest {
  /** Logits differ in their last bits when other keys are summed first; they lie near 10. */
  private static final double TOLERANCE = 2e-5;

  private static final Set<Probe> TARGETS = Set.of(new Probe.Targets());

  @TempDir Path cache;

  static Stream<Path> models() throws IOException, URISyntaxException {
    Path models =
        Path.of(
            Objects.requireNonNull(SharedPrefixTest.class.getResource("/golden/models")).toURI());
    try (Stream<Path> list = Files.list(models)) {
      return list.filter(Files::isDirectory).sorted().toList().stream();
    }
  }

  /** Questions of two subjects behind a header each, with options of one to four tokens. */
  private static List<TokenSequence> items(int vocabulary, int context) {
    var random = new Random(11);
    var sequences = new ArrayList<TokenSequence>();
    int unit = Math.min(12, context / 5);
    for (int subject = 0; subject < 2; subject++) {
      int[] header = tokens(random, 2 * unit, vocabulary);
      for (int question = 0; question < 3; question++) {
        int[] text = tokens(random, unit / 2 + 3 * question, vocabulary);
        for (int option = 0; option < 3; option++) {
          int[] answer = tokens(random, 1 + (option + question) % 4, vocabulary);
          sequences.add(sequence(subject + "." + question + "." + option, header, text, answer));
        }
      }
    }
    return sequences;
  }

  /**
   * Short questions behind a head that all share and a header of two or of eight tokens: rows of
   * one pass stand at two distances from the head, within a small window and beyond it.
   */
  private static List<TokenSequence> nearAndFar(int vocabulary) {
    var random = new Random(12);
    var sequences = new ArrayList<TokenSequence>();
    int[] head = tokens(random, 2, vocabulary);
    int[] near = joined(head, tokens(random, 2, vocabulary));
    int[] far = joined(head, tokens(random, 8, vocabulary));
    for (int question = 0; question < 8; question++) {
      int[] text = tokens(random, 1, vocabulary);
      int[] answer = tokens(random, 1 + question / 2 % 2, vocabulary);
      sequences.add(sequence("q" + question, question % 2 == 0 ? near : far, text, answer));
    }
    return sequences;
  }

  private static TokenSequence sequence(String id, int[] header, int[] text, int[] answer) {
    return new TokenSequence(id, joined(header, text, answer), 0, header.length + text.length);
  }

  private static int[] tokens(Random random, int length, int vocabulary) {
    return random.ints(length, 3, vocabulary).toArray();
  }

  private static int[] joined(int[]... parts) {
    return Stream.of(parts).flatMapToInt(Arrays::stream).toArray();
  }

  @ParameterizedTest
  @MethodSource("models")
  void sharingChangesNothing(Path folder) {
    try (LocalModel model = LocalModels.open(folder, "", cache)) {
      List<TokenSequence> items = items(model.vocabularySize(), model.contextLength());
      int limit = model.directory().shape().lengthLimit();
      for (SequenceSet set :
          List.of(SequenceSet.ofTargets("options", items), new SequenceSet("whole", items))) {
        double[] alone = alone(model.decoder(), set);
        // Trunks two deep; trees in one row; trunks with little trees behind them.
        for (Rule rule : List.of(new Rule(64, 0, 4), new Rule(4096, 512, 8), new Rule(96, 24, 6))) {
          var scorer = new Scorer(new ReadingStore(cache), rule, () -> false);
          ScoredReading reading = scorer.read(model, set, TARGETS, null, "test");
          if (items.stream().allMatch(s -> s.length() <= limit)) {
            assertThat(scorer.statistics().get(0).tokensRead()).isLessThan(set.tokens() * 3 / 4);
          }
          double largest = 0;
          for (int i = 0; i < alone.length; i++) {
            largest = Math.max(largest, Math.abs(alone[i] - reading.logLikelihoods()[i]));
          }
          assertThat(largest).as(set.name() + " by " + rule).isLessThan(TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void rowsOfOnePassMayStandAtSeveralDistancesFromWhatTheyShare(Path folder) {
    try (LocalModel model = LocalModels.open(folder, "", cache)) {
      SequenceSet set = SequenceSet.ofTargets("near and far", nearAndFar(model.vocabularySize()));
      var scorer = new Scorer(new ReadingStore(cache), new Rule(64, 0, 2), () -> false);

      float[] shared = scorer.read(model, set, TARGETS, null, "test").logLikelihoods();

      double[] alone = alone(model.decoder(), set);
      for (int i = 0; i < alone.length; i++) {
        assertThat((double) shared[i]).as("target " + i).isCloseTo(alone[i], within(TOLERANCE));
      }
    }
  }

  private static double[] alone(Decoder decoder, SequenceSet set) {
    var all = new ArrayList<Double>();
    for (TokenSequence sequence : set.sequences()) {
      int[] read = Arrays.copyOf(sequence.tokens(), sequence.length() - (set.whole() ? 0 : 1));
      int scored = sequence.scored();
      long[] at = new long[scored];
      long[] targets = new long[scored];
      for (int i = 0; i < scored; i++) {
        at[i] = sequence.firstScored() + i - 1L;
        targets[i] = sequence.tokens()[sequence.firstScored() + i];
      }
      try (Decoder.Pass pass = decoder.read(List.of(read), List.of());
          Tensor h = pass.last(new long[scored], at)) {
        OutputHead.Scores scores = decoder.head().score(h, targets, false);
        for (float value : scores.logLikelihoods()) {
          all.add((double) value);
        }
      }
    }
    return all.stream().mapToDouble(x -> x).toArray();
  }
}
