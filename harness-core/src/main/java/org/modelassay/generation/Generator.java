package org.modelassay.generation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;
import org.modelassay.reading.Sampling;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.Tensor;

/**
 * Generation with a key-value cache and continuous batching: some prompts are continued side by
 * side, each at its own position, and where one ends the next begins. Which go together is decided
 * by prompts, model and sampling alone; what is drawn for a prompt does not depend on those beside
 * it.
 */
public final class Generator {
  private static final int ROWS = 16;

  /** Tokens of prompts that are read at once, padding included; a longer prompt is read alone. */
  private static final int PROMPT_TOKENS = 4096;

  /** Names the rule; part of a generation's key. */
  public static final String RULE =
      "prompts by length, id; " + ROWS + " rows, refilled; read by " + PROMPT_TOKENS;

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
   * @param model names it, for progress; its tokenizer decodes where the request has stop strings
   * @param decoder its decoder
   * @param request what is wanted
   * @param waiting what waits for it, for progress
   */
  public Continuations generate(
      LocalModel model, Decoder decoder, Request.Generating request, String waiting) {
    List<Continuation> all =
        IntStream.range(0, request.prompts().size())
            .mapToObj(place -> new Continuation(request, place, model::tokenizer))
            .toList();
    if (!all.isEmpty()) {
      var steps = new Steps(model.name(), request, waiting);
      try (var rows = new Rows(decoder, request.sampling(), all)) {
        while (rows.refill()) {
          if (cancelled.getAsBoolean()) {
            throw new CancellationException("cancelled while generating for " + request.name());
          }
          rows.step();
          steps.tell(rows.ended, all);
        }
      }
    }
    int[][] outputs = new int[all.size()][];
    boolean[] truncated = new boolean[all.size()];
    int[] surplus = new int[all.size()];
    for (Continuation each : all) {
      outputs[each.place()] = each.output();
      truncated[each.place()] = each.truncated();
      surplus[each.place()] = each.surplus();
    }
    return new Continuations(List.of(outputs), truncated, surplus);
  }

  /** Tells how far it is, after each continuation that ended. */
  private final class Steps {
    private final String model;
    private final Request.Generating request;
    private final String waiting;
    private final long begin = System.nanoTime();
    private int told;

    Steps(String model, Request.Generating request, String waiting) {
      this.model = model;
      this.request = request;
      this.waiting = waiting;
    }

    /** What an ended continuation did not write is done too. */
    void tell(int ended, List<Continuation> all) {
      if (ended == told) {
        return;
      }
      told = ended;
      long done = 0;
      for (Continuation each : all) {
        done += each.ended() ? request.maxNewTokens() : each.written();
      }
      double rate = done / Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
      long total = (long) all.size() * request.maxNewTokens();
      progress.step(new Progress.Step(waiting, model, request.name(), done, total, rate));
    }
  }

  /** The continuations that stand side by side: row i of the state is of {@code slots.get(i)}. */
  private static final class Rows implements AutoCloseable {
    private final Decoder decoder;
    private final Sampling sampling;
    private final Deque<Continuation> queue;
    private final List<Continuation> slots = new ArrayList<>();
    private final Decoder.State state;
    private int ended;

    Rows(Decoder decoder, Sampling sampling, List<Continuation> all) {
      this.decoder = decoder;
      this.sampling = sampling;
      queue =
          new ArrayDeque<>(
              all.stream()
                  .sorted(
                      Comparator.comparingInt(Continuation::length).thenComparing(Continuation::id))
                  .toList());
      while (slots.size() < ROWS && !queue.isEmpty()) {
        slots.add(queue.remove());
      }
      state = decoder.state(slots.size(), slots.get(slots.size() - 1).length() + 1);
    }

    /** Gives rows whose continuation ended to the next prompts. False when nothing is left. */
    boolean refill() {
      var kept = new ArrayList<Integer>();
      for (int slot = 0; slot < slots.size(); slot++) {
        if (slots.get(slot).ended()) {
          if (queue.isEmpty()) {
            continue;
          }
          slots.set(slot, queue.remove());
        }
        kept.add(slot);
      }
      if (kept.size() < slots.size() && !kept.isEmpty()) {
        decoder.keep(state, kept.stream().mapToLong(slot -> slot).toArray());
        List<Continuation> left = kept.stream().map(slots::get).toList();
        slots.clear();
        slots.addAll(left);
      }
      return !kept.isEmpty();
    }

    /** One token more for those rows that have to be read from their beginning, else for all. */
    void step() {
      List<Integer> anew =
          IntStream.range(0, slots.size())
              .filter(slot -> readAnew(slots.get(slot)))
              .boxed()
              .sorted(Comparator.comparingInt(slot -> slots.get(slot).length()))
              .toList();
      for (int from = 0, to; from < anew.size(); from = to) {
        to = from + 1;
        while (to < anew.size()
            && (long) slots.get(anew.get(to)).length() * (to + 1 - from) <= PROMPT_TOKENS) {
          to++;
        }
        begin(anew.subList(from, to));
      }
      if (anew.isEmpty()) {
        goOn();
      }
    }

    /**
     * New prompts, and rows whose kept keys were turned by other angles than their next token's.
     */
    private boolean readAnew(Continuation row) {
      return row.read() == 0 || decoder.shape().anglesChangeAt(row.length());
    }

    /** Reads whole rows into a state of their own, which then takes their places. */
    private void begin(List<Integer> at) {
      List<int[]> texts = at.stream().map(slot -> slots.get(slot).tokens(0)).toList();
      try (Decoder.State part = decoder.state(texts.size(), texts.get(texts.size() - 1).length);
          Tensor h = decoder.advance(part, texts, new long[texts.size()])) {
        decoder.place(state, at.stream().mapToLong(slot -> slot).toArray(), part);
        accept(at.stream().map(slots::get).toList(), h);
      }
    }

    /** Reads the last token of every row. */
    private void goOn() {
      int needed = slots.stream().mapToInt(Continuation::length).max().orElseThrow();
      if (needed > state.capacity()) {
        // All is copied, so seldom.
        decoder.grow(state, needed + needed / 4 + 16);
      }
      List<int[]> last = slots.stream().map(row -> row.tokens(row.read())).toList();
      long[] read = slots.stream().mapToLong(Continuation::read).toArray();
      try (Tensor h = decoder.advance(state, last, read)) {
        accept(slots, h);
      }
    }

    private void accept(List<Continuation> rows, Tensor h) {
      long[] next =
          sampling.greedy()
              ? decoder.head().next(h)
              : decoder
                  .head()
                  .sample(
                      h,
                      sampling.temperature(),
                      sampling.topK(),
                      sampling.topP(),
                      rows.stream().mapToLong(Continuation::draw).toArray());
      for (int i = 0; i < next.length; i++) {
        rows.get(i).accept((int) next[i]);
        ended += rows.get(i).ended() ? 1 : 0;
      }
    }

    @Override
    public void close() {
      state.close();
    }
  }
}
