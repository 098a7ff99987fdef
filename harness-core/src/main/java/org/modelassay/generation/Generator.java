package org.modelassay.generation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;
import org.modelassay.reading.TokenSequence;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.Tensor;

/**
 * Greedy generation with a key-value cache: prompts of near lengths go side by side, each row at
 * its own position. Which prompts go together is decided by the prompts alone.
 */
public final class Generator {
  private static final int ROWS = 16;

  /** Names the rule; part of a generation's key. */
  public static final String RULE = "greedy; length, id; " + ROWS + " rows";

  private final Progress progress;
  private final BooleanSupplier cancelled;

  /** Creates a generator. */
  public Generator(Progress progress, BooleanSupplier cancelled) {
    this.progress = progress;
    this.cancelled = cancelled;
  }

  /**
   * Continues every prompt.
   *
   * @param model names it, for progress
   * @param decoder its decoder
   * @param request what is wanted
   * @param waiting what waits for it, for progress
   */
  public Continuations generate(
      LocalModel model, Decoder decoder, Request.Generating request, String waiting) {
    List<TokenSequence> prompts = request.prompts();
    int[][] outputs = new int[prompts.size()][];
    boolean[] truncated = new boolean[prompts.size()];
    List<Integer> order =
        IntStream.range(0, prompts.size())
            .boxed()
            .sorted(
                Comparator.<Integer>comparingInt(i -> prompts.get(i).length())
                    .thenComparing(i -> prompts.get(i).id()))
            .toList();
    long begin = System.nanoTime();
    long total = (long) prompts.size() * request.maxNewTokens();
    long done = 0;
    for (int from = 0; from < order.size(); from += ROWS) {
      List<Integer> rows = order.subList(from, Math.min(order.size(), from + ROWS));
      batch(decoder, request, rows, outputs, truncated);
      done += (long) rows.size() * request.maxNewTokens();
      double rate = done / Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
      progress.step(new Progress.Step(waiting, model.name(), request.name(), done, total, rate));
    }
    return new Continuations(List.of(outputs), truncated);
  }

  private void batch(
      Decoder decoder,
      Request.Generating request,
      List<Integer> rows,
      int[][] outputs,
      boolean[] truncated) {
    int n = rows.size();
    var inputs = new ArrayList<int[]>();
    var written = new ArrayList<IntStream.Builder>();
    int longest = 0;
    for (int row : rows) {
      int[] tokens = request.prompts().get(row).tokens();
      inputs.add(tokens);
      written.add(IntStream.builder());
      longest = Math.max(longest, tokens.length);
    }
    long[] read = new long[n];
    boolean[] ended = new boolean[n];
    try (Decoder.State state = decoder.state(n, longest + request.maxNewTokens())) {
      int left = n;
      for (int step = 0; step < request.maxNewTokens() && left > 0; step++) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException("cancelled while generating for " + request.name());
        }
        long[] next;
        try (Tensor h = decoder.advance(state, inputs, read)) {
          next = decoder.head().next(h);
        }
        for (int i = 0; i < n; i++) {
          if (ended[i]) {
            // A row that ended stays where it is, so that the others are computed in the same shape
            // as before.
            continue;
          }
          read[i] += inputs.get(i).length;
          inputs.set(i, new int[] {(int) next[i]});
          if (request.stopTokens().contains((int) next[i])) {
            ended[i] = true;
            left--;
          } else {
            written.get(i).add((int) next[i]);
          }
        }
      }
    }
    for (int i = 0; i < n; i++) {
      outputs[rows.get(i)] = written.get(i).build().toArray();
      truncated[rows.get(i)] = !ended[i];
    }
  }
}
