package org.modelassay.reading;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.model.DecoderShape;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.OutputHead;
import org.modelassay.torch.Tensor;
import org.modelassay.torch.TorchException;

/**
 * Reads sequence sets with models. What is in the store is taken from there; what is not is
 * computed segment by segment and written before the next begins, so that a killed run continues
 * where it was.
 */
public final class Scorer {
  private final ReadingStore store;
  private final Function<LocalModel, Decoder> decoders;
  private final Progress progress;
  private final BooleanSupplier cancelled;
  private final Map<String, ReadingStatistics> statistics = new LinkedHashMap<>();
  private final Map<String, Integer> scratch = new LinkedHashMap<>();

  /**
   * Creates a scorer.
   *
   * @param store where readings are kept
   * @param decoders loads a model, making room for it
   * @param progress told between batches
   * @param cancelled looked at between batches
   */
  public Scorer(
      ReadingStore store,
      Function<LocalModel, Decoder> decoders,
      Progress progress,
      BooleanSupplier cancelled) {
    this.store = store;
    this.decoders = decoders;
    this.progress = progress;
    this.cancelled = cancelled;
  }

  /** The key of a reading: its folder in the store. */
  static String key(LocalModel model, SequenceSet set) {
    return Sha256.hex(model.identity() + "\n" + Batches.RULE + "\n" + set.digest())
        .substring(0, 40);
  }

  /**
   * Reads a set.
   *
   * @param model the model
   * @param set what is read
   * @param probes what is taken; a divergence needs a baseline
   * @param baseline the model compared with, or null
   * @param waiting what waits for it, for progress
   * @throws CancellationException when the run was cancelled
   * @throws AssayException when the model yields NaN or infinity, naming layer and sequence
   */
  public ScoredReading read(
      LocalModel model,
      SequenceSet set,
      Set<Probe> probes,
      @Nullable LocalModel baseline,
      String waiting) {
    String key = key(model, set);
    Batches batches = Batches.of(set, model.directory().shape().lengthLimit());
    ReadingStatistics counted =
        statistics.computeIfAbsent(
            key, k -> new ReadingStatistics(key, model.name(), set, batches.count()));
    counted.asked(probes);
    var names = new LinkedHashMap<Probe, String>();
    for (Probe probe : probes) {
      names.put(probe, name(probe, set, baseline));
    }
    var missing = new ArrayList<Integer>();
    long tokens = 0;
    for (int s = 0; s < batches.segments().size(); s++) {
      int segment = s;
      if (names.values().stream().anyMatch(name -> !store.has(key, name, segment))) {
        missing.add(s);
        tokens +=
            batches.segments().get(s).stream()
                .flatMapToInt(IntStream::of)
                .mapToLong(i -> length(set, i))
                .sum();
      }
    }
    if (!missing.isEmpty()) {
      checkIds(model, set);
      compute(
          model, set, baseline, batches, names, missing, new Run(key, counted, waiting, tokens));
    }
    if (probes.stream().anyMatch(Probe.FinalStates.class::isInstance)) {
      scratch.put(key, batches.segments().size());
    }
    store.touch(
        key,
        Map.of(
            "model",
            model.name(),
            "fingerprint",
            model.fingerprint(),
            "dataSet",
            set.name(),
            "rule",
            Batches.RULE));
    return new StoredReading(store, key, set, batches, names, model.directory().shape());
  }

  /** Whether everything asked for is in the store, so that reading would touch no model. */
  public boolean complete(
      LocalModel model, SequenceSet set, Set<Probe> probes, @Nullable LocalModel baseline) {
    String key = key(model, set);
    int segments = Batches.of(set, model.directory().shape().lengthLimit()).segments().size();
    return probes.stream()
        .map(probe -> name(probe, set, baseline))
        .allMatch(name -> IntStream.range(0, segments).allMatch(s -> store.has(key, name, s)));
  }

  private static int length(SequenceSet set, int sequence) {
    return set.sequences().get(sequence).length();
  }

  private static String name(Probe probe, SequenceSet set, @Nullable LocalModel baseline) {
    if (probe instanceof Probe.Divergence) {
      if (baseline == null) {
        throw new IllegalArgumentException("a divergence needs a baseline");
      }
      return probe.key() + "-" + key(baseline, set);
    }
    return probe.key();
  }

  private static void checkIds(LocalModel model, SequenceSet set) {
    for (TokenSequence sequence : set.sequences()) {
      for (int token : sequence.tokens()) {
        if (token < 0 || token >= model.vocabularySize()) {
          throw new AssayException(
              "token "
                  + token
                  + " of "
                  + set.name()
                  + " "
                  + sequence.id()
                  + " is not in the vocabulary of "
                  + model.name()
                  + " ("
                  + model.vocabularySize()
                  + ")");
        }
      }
    }
  }

  private void compute(
      LocalModel model,
      SequenceSet set,
      @Nullable LocalModel baseline,
      Batches batches,
      Map<Probe, String> names,
      List<Integer> missing,
      Run run) {
    StoredReading states = null;
    OutputHead baseHead = null;
    if (baseline != null && names.keySet().stream().anyMatch(Probe.Divergence.class::isInstance)) {
      states =
          (StoredReading) read(baseline, set, Set.of(new Probe.FinalStates()), null, run.waiting);
      baseHead = baseline.head();
      if (baseHead.vocabulary() != model.vocabularySize()) {
        throw new AssayException(
            "KL divergence needs one vocabulary: "
                + baseline.name()
                + " has "
                + baseHead.vocabulary()
                + " ids, "
                + model.name()
                + " has "
                + model.vocabularySize());
      }
    }
    Decoder decoder = decoders.apply(model);
    if (states != null && baseline != null) {
      // Loading the model may have freed the baseline's weights.
      baseHead = baseline.head();
    }
    for (int s : missing) {
      var wanted = new LinkedHashMap<Probe, ByteBuffer>();
      List<int[]> segment = batches.segments().get(s);
      names.forEach(
          (probe, name) -> {
            if (!store.has(run.key, name, s)) {
              wanted.put(probe, buffer(probe, segment, set, model));
            }
          });
      for (int[] batch : segment) {
        if (cancelled.getAsBoolean()) {
          throw new CancellationException(
              "cancelled while " + model.name() + " read " + set.name());
        }
        long begin = System.nanoTime();
        batch(model, decoder, set, batch, wanted, states, baseHead, run);
        long read = IntStream.of(batch).mapToLong(i -> length(set, i)).sum();
        run.counted.computed(read, System.nanoTime() - begin);
        run.done += read;
        progress.step(
            new Progress.Step(
                run.waiting, model.name(), set.name(), run.done, run.total, run.rate()));
      }
      wanted.forEach(
          (probe, payload) -> store.put(run.key, names.getOrDefault(probe, ""), s, payload.flip()));
    }
  }

  private static ByteBuffer buffer(
      Probe probe, List<int[]> segment, SequenceSet set, LocalModel model) {
    long scored =
        segment.stream()
            .flatMapToInt(IntStream::of)
            .mapToLong(i -> set.sequences().get(i).scored())
            .sum();
    long rows = segment.stream().mapToLong(b -> b.length).sum();
    DecoderShape shape = model.directory().shape();
    long bytes;
    if (probe instanceof Probe.Targets) {
      bytes = scored * 8;
    } else if (probe instanceof Probe.Intervals) {
      bytes = scored * 24;
    } else if (probe instanceof Probe.FinalStates) {
      bytes = scored * 4 * shape.width(shape.layers());
    } else if (probe instanceof Probe.Divergence) {
      bytes = scored * 8;
    } else if (probe instanceof Probe.Spread spread) {
      bytes = rows * spread.layers().stream().mapToLong(l -> 12 + 4L * shape.width(l)).sum();
    } else {
      throw new IllegalArgumentException(probe.key());
    }
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One forward pass; when memory lacks, two of half the size. */
  private void batch(
      LocalModel model,
      Decoder decoder,
      SequenceSet set,
      int[] batch,
      Map<Probe, ByteBuffer> wanted,
      @Nullable StoredReading states,
      @Nullable OutputHead baseHead,
      Run run) {
    var marks = new LinkedHashMap<ByteBuffer, Integer>();
    wanted.values().forEach(b -> marks.put(b, b.position()));
    try {
      pass(model, decoder, set, batch, wanted, states, baseHead);
    } catch (TorchException e) {
      if (!e.outOfMemory() || batch.length == 1) {
        throw e;
      }
      wanted.values().forEach(b -> b.position(marks.getOrDefault(b, 0)));
      run.counted.halved();
      int half = batch.length / 2;
      batch(
          model,
          decoder,
          set,
          IntStream.range(0, half).map(i -> batch[i]).toArray(),
          wanted,
          states,
          baseHead,
          run);
      batch(
          model,
          decoder,
          set,
          IntStream.range(half, batch.length).map(i -> batch[i]).toArray(),
          wanted,
          states,
          baseHead,
          run);
    }
  }

  private static void pass(
      LocalModel model,
      Decoder decoder,
      SequenceSet set,
      int[] batch,
      Map<Probe, ByteBuffer> wanted,
      @Nullable StoredReading states,
      @Nullable OutputHead baseHead) {
    List<TokenSequence> sequences = IntStream.of(batch).mapToObj(set.sequences()::get).toList();
    int last = decoder.shape().layers();
    SortedSet<Integer> keep = new TreeSet<>();
    for (Probe probe : wanted.keySet()) {
      if (probe instanceof Probe.Spread spread) {
        keep.addAll(spread.layers());
      }
    }
    int scored = sequences.stream().mapToInt(TokenSequence::scored).sum();
    long[] rows = new long[scored];
    long[] positions = new long[scored];
    long[] targets = new long[scored];
    int n = 0;
    for (int r = 0; r < sequences.size(); r++) {
      TokenSequence sequence = sequences.get(r);
      for (int p = sequence.firstScored(); p < sequence.length(); p++) {
        rows[n] = r;
        positions[n] = p - 1L;
        targets[n++] = sequence.tokens()[p];
      }
    }
    try (Decoder.Pass pass =
        decoder.read(sequences.stream().map(TokenSequence::tokens).toList(), keep)) {
      if (scored > 0 && wanted.keySet().stream().anyMatch(p -> !(p instanceof Probe.Spread))) {
        try (Tensor h = OutputHead.select(pass.last(), rows, positions)) {
          heads(model, decoder, set, sequences, batch, h, targets, wanted, states, baseHead);
        }
      }
      for (Map.Entry<Probe, ByteBuffer> entry : wanted.entrySet()) {
        if (entry.getKey() instanceof Probe.Spread spread) {
          for (int layer : spread.layers()) {
            Tensor kept = layer == last ? pass.last() : pass.kept().get(layer);
            if (kept == null) {
              throw new IllegalArgumentException(
                  model.name() + " has layers 0 to " + last + ", " + layer + " was asked for");
            }
            spread(kept, sequences, entry.getValue());
          }
        }
      }
    }
  }

  private static void heads(
      LocalModel model,
      Decoder decoder,
      SequenceSet set,
      List<TokenSequence> sequences,
      int[] batch,
      Tensor h,
      long[] targets,
      Map<Probe, ByteBuffer> wanted,
      @Nullable StoredReading states,
      @Nullable OutputHead baseHead) {
    boolean intervals = wanted.keySet().stream().anyMatch(Probe.Intervals.class::isInstance);
    boolean divergence = wanted.keySet().stream().anyMatch(Probe.Divergence.class::isInstance);
    OutputHead.Scores scores = null;
    if (divergence && states != null && baseHead != null) {
      try (Tensor base = baseHead.states(states.finalStates(batch), targets.length)) {
        scores = decoder.head().score(h, targets, intervals, base, baseHead);
      }
    } else if (intervals || wanted.keySet().stream().anyMatch(Probe.Targets.class::isInstance)) {
      scores = decoder.head().score(h, targets, intervals);
    }
    if (scores != null) {
      int n = 0;
      for (TokenSequence sequence : sequences) {
        for (int i = 0; i < sequence.scored(); i++) {
          if (!Float.isFinite(scores.logLikelihoods()[n++])) {
            int layer = decoder.firstNonFinite(sequence.tokens());
            throw new AssayException(
                model.name()
                    + " yields NaN or infinity on "
                    + set.name()
                    + " "
                    + sequence.id()
                    + ", first at "
                    + (layer > decoder.shape().layers()
                        ? "the output matrix"
                        : layer == decoder.shape().layers()
                            ? "the last layer"
                            : "the input of layer " + layer)
                    + "; the weights are damaged or the dtype is too small: try dtype = FLOAT32");
          }
        }
      }
    }
    for (Map.Entry<Probe, ByteBuffer> entry : wanted.entrySet()) {
      ByteBuffer out = entry.getValue();
      if (entry.getKey() instanceof Probe.Targets && scores != null) {
        for (int i = 0; i < targets.length; i++) {
          // A likelihood of 1 can round to a hair above.
          out.putFloat(Math.min(0f, scores.logLikelihoods()[i]))
              .putInt((int) scores.topTokens()[i]);
        }
      } else if (entry.getKey() instanceof Probe.Intervals && scores != null) {
        for (long value : scores.intervals()) {
          out.putLong(value);
        }
      } else if (entry.getKey() instanceof Probe.FinalStates) {
        float[] values = OutputHead.copy(h);
        out.asFloatBuffer().put(values);
        out.position(out.position() + 4 * values.length);
      } else if (entry.getKey() instanceof Probe.Divergence && scores != null) {
        for (float kl : scores.divergences()) {
          // Rounding can leave a hair below 0.
          out.putFloat(Math.max(0f, kl));
        }
      }
    }
  }

  private static void spread(Tensor states, List<TokenSequence> sequences, ByteBuffer out) {
    long[] prefixes = sequences.stream().mapToLong(TokenSequence::prefix).toArray();
    long[] lengths = sequences.stream().mapToLong(TokenSequence::length).toArray();
    OutputHead.Spread spread = OutputHead.spread(states, prefixes, lengths);
    int width = spread.last().length / sequences.size();
    for (int r = 0; r < sequences.size(); r++) {
      out.putDouble(spread.within()[r]).putInt((int) (lengths[r] - prefixes[r]));
      for (int i = 0; i < width; i++) {
        out.putFloat(spread.last()[r * width + i]);
      }
    }
  }

  /** What was asked for and computed so far, in order of first asking. */
  public List<ReadingStatistics> statistics() {
    return List.copyOf(statistics.values());
  }

  /** Keys of every reading of this run. */
  public Set<String> keys() {
    return Set.copyOf(statistics.keySet());
  }

  /**
   * Deletes the scratch of hidden states: it is large, and every divergence that needs it is
   * written.
   */
  public void dropScratch() {
    scratch.forEach((key, segments) -> store.drop(key, new Probe.FinalStates().key(), segments));
    scratch.clear();
  }

  /** One computation under way. */
  private static final class Run {
    private final String key;
    private final ReadingStatistics counted;
    private final String waiting;
    private final long total;
    private final long begin = System.nanoTime();
    private long done;

    private Run(String key, ReadingStatistics counted, String waiting, long total) {
      this.key = key;
      this.counted = counted;
      this.waiting = waiting;
      this.total = total;
    }

    private double rate() {
      return done / Math.max(1e-9, (System.nanoTime() - begin) / 1e9);
    }
  }
}
