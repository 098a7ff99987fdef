package org.modelassay.brevity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Continuations;

/**
 * What one model wrote, in the prompts' order. Where a prompt was continued several times, its
 * output is the first response.
 *
 * @param tokens tokens of each output, the end token left out
 * @param truncated whether each was cut
 * @param texts each output's text
 * @param responses all that was written to each prompt, the output first
 */
record Written(
    List<int[]> tokens, boolean[] truncated, List<String> texts, List<List<String>> responses) {

  /** One response to each prompt. */
  Written(List<int[]> tokens, boolean[] truncated, List<String> texts) {
    this(tokens, truncated, texts, texts.stream().map(List::of).toList());
  }

  /**
   * Reads what was generated.
   *
   * @param drawn responses to each prompt, one behind the other
   * @param repeats responses asked for; greedy ones are all alike and drawn once
   */
  static Written of(Continuations continuations, Tokenizer tokenizer, int drawn, int repeats) {
    List<String> all = continuations.texts(tokenizer);
    int prompts = all.size() / drawn;
    var tokens = new ArrayList<int[]>();
    var texts = new ArrayList<String>();
    var responses = new ArrayList<List<String>>();
    boolean[] truncated = new boolean[prompts];
    for (int i = 0; i < prompts; i++) {
      int first = i * drawn;
      tokens.add(continuations.outputs().get(first));
      truncated[i] = continuations.truncated()[first];
      texts.add(all.get(first));
      responses.add(
          drawn == 1
              ? Collections.nCopies(repeats, all.get(first))
              : List.copyOf(all.subList(first, first + drawn)));
    }
    return new Written(tokens, truncated, texts, responses);
  }

  int prompts() {
    return texts.size();
  }

  double[] lengths() {
    return tokens.stream().mapToDouble(output -> output.length).toArray();
  }

  int cut() {
    return (int) IntStream.range(0, prompts()).filter(i -> truncated[i]).count();
  }

  int empty() {
    return (int) texts.stream().filter(String::isBlank).count();
  }

  /** Code points of each output: what models of different tokenizers can be compared in. */
  List<int[]> characters() {
    return texts.stream().map(text -> text.codePoints().toArray()).toList();
  }

  /** Index of the first element that differs, the shorter length where one begins the other. */
  static int equalFromStart(int[] a, int[] b) {
    int different = Arrays.mismatch(a, b);
    return different < 0 ? a.length : different;
  }
}
