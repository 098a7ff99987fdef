package org.modelassay.reading;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.HiddenState;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.OutputHead;
import org.modelassay.torch.Precision;

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
  private final Passes.Rule rule;
  private final long workspace;
  private final boolean rounded;
  private final Map<String, ReadingStatistics> statistics = new LinkedHashMap<>();
  private final Map<String, Integer> scratch = new LinkedHashMap<>();
  private final Map<String, Passes> passes = new HashMap<>();
  private final Map<String, Set<Probe>> left = new HashMap<>();

  /** Creates a scorer on a machine whose memory is no concern. */
  public Scorer(
      ReadingStore store,
      Function<LocalModel, Decoder> decoders,
      Progress progress,
      BooleanSupplier cancelled) {
    this(store, decoders, progress, cancelled, Long.MAX_VALUE, false);
  }

  /** Creates a scorer whose passes have other sizes, on a machine whose memory is no concern. */
  Scorer(ReadingStore store, Passes.Rule rule, BooleanSupplier cancelled) {
    this(store, LocalModel::decoder, Progress.NONE, cancelled, rule, Long.MAX_VALUE, false);
  }

  /**
   * Creates a scorer.
   *
   * @param store where readings are kept
   * @param decoders loads a model, making room for it
   * @param progress told between passes
   * @param cancelled looked at between passes
   * @param workspace bytes that a pass may take beside the weights
   * @param rounded whether logits of targets alone are rounded to the model's type, as transformers
   *     does, in place of float32
   */
  public Scorer(
      ReadingStore store,
      Function<LocalModel, Decoder> decoders,
      Progress progress,
      BooleanSupplier cancelled,
      long workspace,
      boolean rounded) {
    this(store, decoders, progress, cancelled, Passes.Rule.STANDARD, workspace, rounded);
  }

  /**
   * A scorer like this one whose passes are half as large, so that sums are added up in another
   * order: what then differs is noise.
   */
  public Scorer halved() {
    return new Scorer(store, decoders, progress, cancelled, rule.halved(), workspace, rounded);
  }

  private Scorer(
      ReadingStore store,
      Function<LocalModel, Decoder> decoders,
      Progress progress,
      BooleanSupplier cancelled,
      Passes.Rule rule,
      long workspace,
      boolean rounded) {
    this.store = store;
    this.decoders = decoders;
    this.progress = progress;
    this.cancelled = cancelled;
    this.rule = rule;
    this.workspace = workspace;
    this.rounded = rounded;
  }

  /** The key of a reading: its folder in the store. */
  String key(LocalModel model, SequenceSet set) {
    String logits = exact(model, set) ? "\nfloat32 logits" : "";
    return Sha256.hex(model.identity() + "\n" + rule(model) + "\n" + set.digest() + logits)
        .substring(0, 40);
  }

  /**
   * Whether logits are computed in float32 though the model is not. Those of options are: rounded
   * ones tie where the model does not. Of a whole text, one rounding among many adds little, and
   * the output matrix is most of the work.
   */
  private boolean exact(LocalModel model, SequenceSet set) {
    return !set.whole() && !rounded && model.precision() != Precision.FLOAT32;
  }

  private Passes.Rule rule(LocalModel model) {
    return PassMemory.rule(model, rule, model.workspace(workspace));
  }

  /** How a model reads a set; equal for models of one kind. */
  private Passes passes(LocalModel model, SequenceSet set) {
    DecoderShape shape = model.directory().shape();
    Passes.Rule sizes = rule(model);
    boolean chains = set.whole() || shape.recurrent();
    return passes.computeIfAbsent(
        String.join(" ", set.digest(), "" + shape.lengthLimit(), "" + chains, sizes.toString()),
        k ->
            new Passes(
                new PrefixTree(set, set.apart() ? 0 : shape.lengthLimit()),
                chains,
                set.whole(),
                sizes));
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
    return stored(model, set, probes, baseline, waiting);
  }

  /**
   * Reads a baseline that a candidate will be compared with. What the output matrix gives is left
   * for the candidate's passes, which need the same logits; not of a set that is read for its
   * targets alone, of which few are compared.
   *
   * @param probes what is taken of the baseline itself
   */
  public void prepare(LocalModel baseline, SequenceSet set, Set<Probe> probes, String waiting) {
    Set<Probe> now = new LinkedHashSet<>();
    Set<Probe> later = left.computeIfAbsent(key(baseline, set), k -> new LinkedHashSet<>());
    now.add(new Probe.FinalStates());
    for (Probe probe : probes) {
      boolean logits = probe instanceof Probe.Targets || probe instanceof Probe.Intervals;
      (logits && set.whole() ? later : now).add(probe);
    }
    stored(baseline, set, now, null, waiting);
  }

  private StoredReading stored(
      LocalModel model,
      SequenceSet set,
      Set<Probe> probes,
      @Nullable LocalModel baseline,
      String waiting) {
    String key = key(model, set);
    Passes plan = passes(model, set);
    ReadingStatistics counted =
        statistics.computeIfAbsent(key, k -> new ReadingStatistics(key, model.name(), set, plan));
    counted.asked(probes);
    var names = new LinkedHashMap<Probe, String>();
    for (Probe probe : probes) {
      if (probe.ofStates() && !set.apart()) {
        throw new IllegalArgumentException(set.name() + " is not read apart");
      }
      names.put(probe, name(probe, set, baseline));
    }
    var reading = new Reading(key, model, set, plan, names, counted, waiting);
    List<Integer> missing = missing(reading);
    if (!missing.isEmpty()) {
      checkIds(model, set);
      compute(reading, baseline, missing);
    }
    if (probes.stream().anyMatch(Probe.FinalStates.class::isInstance)) {
      scratch.put(key, plan.segments().size());
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
            plan.rule().toString()));
    return new StoredReading(store, reading);
  }

  /** Number of tokens that a model reads of a set, shared ones once. */
  public long tokensToRead(LocalModel model, SequenceSet set) {
    return passes(model, set).tokensRead();
  }

  private List<Integer> missing(Reading reading) {
    return IntStream.range(0, reading.passes().segments().size())
        .filter(
            s -> reading.names().values().stream().anyMatch(n -> !store.has(reading.key(), n, s)))
        .boxed()
        .toList();
  }

  /** Whether everything asked for is in the store, so that reading would touch no model. */
  public boolean complete(
      LocalModel model, SequenceSet set, Set<Probe> probes, @Nullable LocalModel baseline) {
    String key = key(model, set);
    int segments = passes(model, set).segments().size();
    return probes.stream()
        .map(probe -> name(probe, set, baseline))
        .allMatch(name -> IntStream.range(0, segments).allMatch(s -> store.has(key, name, s)));
  }

  private String name(Probe probe, SequenceSet set, @Nullable LocalModel baseline) {
    if (probe.compares()) {
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

  /** What was left of a baseline's reading, where a candidate's passes can give it. */
  private Reading left(StoredReading states, Reading candidate) {
    Reading of = states.reading();
    Set<Probe> probes = left.getOrDefault(of.key(), Set.of());
    var names = new LinkedHashMap<Probe, String>();
    // Passes are equal where the models read the set alike.
    if (of.passes() == candidate.passes()) {
      probes.forEach(probe -> names.put(probe, probe.key()));
    }
    return new Reading(
        of.key(), of.model(), of.set(), of.passes(), names, of.counted(), of.waiting());
  }

  private void compute(Reading reading, @Nullable LocalModel baseline, List<Integer> missing) {
    LocalModel model = reading.model();
    boolean compares = reading.probes().stream().anyMatch(Probe::compares);
    StoredReading states = null;
    if (baseline != null && compares) {
      int theirs = baseline.vocabularySize();
      if (theirs != model.vocabularySize()) {
        throw new AssayException(
            "KL divergence needs one vocabulary: "
                + baseline.name()
                + " has "
                + theirs
                + " ids, "
                + model.name()
                + " has "
                + model.vocabularySize());
      }
      states =
          stored(baseline, reading.set(), Set.of(new Probe.FinalStates()), null, reading.waiting());
    }
    if (reading.probes().contains(new Probe.FinalStates())) {
      DecoderShape shape = model.directory().shape();
      store.ensureRoom(
          4L * shape.width(shape.layers()) * reading.passes().tree().compared(),
          "final hidden states of " + model.name() + " on " + reading.set().name());
    }
    Map<HiddenState, double[]> centres = centres(reading);
    Decoder decoder = decoders.apply(model);
    // Loading the model may have freed the baseline's weights: its head comes after.
    boolean exact = exact(model, reading.set());
    Computation.Base base =
        states == null || baseline == null
            ? null
            : new Computation.Base(states, head(baseline.head(), exact), left(states, reading));
    new Computation(
            reading,
            decoder,
            head(decoder.head(), exact),
            base,
            centres,
            store,
            progress,
            cancelled)
        .run(missing);
  }

  /** What centred probes subtract: no mean is known before all was read once. */
  private Map<HiddenState, double[]> centres(Reading reading) {
    List<HiddenState> states =
        reading.probes().stream()
            .filter(probe -> probe instanceof Probe.Spread spread && spread.centred())
            .flatMap(probe -> ((Probe.Spread) probe).states().stream())
            .distinct()
            .toList();
    var centres = new HashMap<HiddenState, double[]>();
    if (!states.isEmpty()) {
      StoredReading plain =
          stored(
              reading.model(),
              reading.set(),
              Set.of(new Probe.Spread(states, false)),
              null,
              reading.waiting());
      states.forEach(state -> centres.put(state, plain.spread(state).centre()));
    }
    return centres;
  }

  private static OutputHead head(OutputHead head, boolean exact) {
    return exact ? head.exact() : head;
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
}
