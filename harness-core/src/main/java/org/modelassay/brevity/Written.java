package org.modelassay.brevity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Continuations;

/**
 * What one model wrote, in the prompts' order.
 *
 * @param tokens tokens of each output, the end token left out
 * @param truncated whether each was cut
 * @param texts each output's text
 */
record Written(List<int[]> tokens, boolean[] truncated, List<String> texts) {

  static Written of(Continuations continuations, Tokenizer tokenizer) {
    return new Written(
        continuations.outputs(), continuations.truncated(), continuations.texts(tokenizer));
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
