package org.modelassay.reading;

import java.util.List;
import java.util.stream.IntStream;
import org.modelassay.model.Tokenizer;

/**
 * Generated continuations, in the order of the prompts.
 *
 * @param outputs token ids after the prompt. The stop token is left out; where a stop string ended
 *     an output, these are the fewest tokens that hold all text in front of it
 * @param truncated per prompt, whether it was cut at the longest length and not ended by a stop
 *     token or string
 * @param surplus per prompt, how many {@code char}s at the end of the decoded output belong to the
 *     stop string: 0 but where one begins inside a token
 */
public record Continuations(List<int[]> outputs, boolean[] truncated, int[] surplus) {

  /** What each output says: decoded, and cut in front of the stop string. */
  public List<String> texts(Tokenizer tokenizer) {
    return IntStream.range(0, outputs.size())
        .mapToObj(
            i -> {
              String text = tokenizer.decode(outputs.get(i));
              return text.substring(0, text.length() - surplus[i]);
            })
        .toList();
  }
}
