package org.modelassay.evaluation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.Sha256;
import org.modelassay.generation.Generator;
import org.modelassay.generation.Stepper;
import org.modelassay.measure.Measure;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.Probe;
import org.modelassay.reading.Progress;
import org.modelassay.reading.ReadingStatistics;
import org.modelassay.reading.ReadingStore;
import org.modelassay.reading.Request;
import org.modelassay.reading.Scorer;
import org.modelassay.reading.StepModel;
import org.modelassay.reading.TokenSequence;
import org.modelassay.torch.Decoder;

/**
 * Answers requests: the list of all that is wanted is known before the first is answered, so each
 * (model, sequence set) is read once, with the union of its probes.
 */
final class Answering {
  private final Settings settings;
  private final Session session;
  private final RunProgress progress;
  private final Workload workload;
  private final ReadingStore store;
  private final Scorer standard;
  private final Scorer halved;
  private final Generator generator;
  private final Set<Wanted> wanted = new LinkedHashSet<>();
  private final Set<String> answers = new HashSet<>();

  Answering(Settings settings, Session session, RunProgress progress, BooleanSupplier cancelled) {
    this.settings = settings;
    this.session = session;
    this.progress = progress;
    workload = new Workload(progress);
    store = new ReadingStore(settings.cache());
    standard =
        new Scorer(
            store,
            this::decoder,
            workload,
            cancelled,
            session.workspace(settings.memoryBytes()),
            settings.rounded());
    halved = standard.halved();
    generator = new Generator(workload, cancelled);
  }

  /** One request of one model. */
  private record Wanted(
      LocalModel model, Request<?> request, @Nullable LocalModel baseline, String waiting) {}

  /** Puts the requests of a plan on the list. */
  void list(
      Measure.Plan<?> plan,
      LocalModel subject,
      @Nullable LocalModel baseline,
      Map<String, LocalModel> evaluators,
      String waiting) {
    plan.ofEvaluators()
        .forEach(
            (location, requests) -> {
              for (Request<?> request : requests) {
                wanted.add(new Wanted(evaluator(evaluators, location), request, null, waiting));
              }
            });
    if (baseline != null) {
      for (Request<?> request : plan.ofBaseline()) {
        wanted.add(new Wanted(baseline, request, null, waiting));
      }
    }
    for (Request<?> request : plan.ofSubject()) {
      wanted.add(new Wanted(subject, request, baseline, waiting));
    }
  }

  private Scorer scorer(Request.Scoring scoring) {
    return scoring.halved() ? halved : standard;
  }

  /** The list is complete: from now on progress counts what is on it and not yet in the store. */
  void listed() {
    for (Wanted w : wanted) {
      if (!known(w)) {
        expect(w.model(), w);
        LocalModel baseline = w.baseline();
        if (baseline != null && hasDivergence(w)) {
          // Its final states are scratch: they are read anew, whatever else is known of it.
          expect(baseline, w);
        }
      }
    }
  }

  private void expect(LocalModel model, Wanted w) {
    workload.expect(item(model, w.request()), tokens(model, w.request()), w.waiting());
  }

  private static boolean hasDivergence(Wanted w) {
    return w.request() instanceof Request.Scoring scoring
        && scoring.probes().stream().anyMatch(Probe::compares);
  }

  /** Nothing will be asked any more on behalf of somebody who waited. */
  void left(String waiting) {
    workload.forget(waiting);
  }

  private boolean known(Wanted w) {
    try {
      if (w.request() instanceof Request.Scoring scoring) {
        return scorer(scoring)
            .complete(w.model(), scoring.sequences(), scoring.probes(), w.baseline());
      } else if (w.request() instanceof Request.Generating) {
        return store.answer(answerKey(w.model(), w.request()), Continuations.class) != null;
      } else {
        Request.Stepping<?> stepping = (Request.Stepping<?>) w.request();
        return store.answer(answerKey(w.model(), stepping), stepping.type()) != null;
      }
    } catch (RuntimeException e) {
      // Whoever asks for it will meet the error.
      return false;
    }
  }

  /** Tokens that a request makes a model read. */
  private long tokens(LocalModel model, Request<?> request) {
    if (request instanceof Request.Scoring scoring) {
      return scorer(scoring).tokensToRead(model, scoring.sequences());
    } else if (request instanceof Request.Generating generating) {
      return (long) generating.prompts().size() * generating.maxNewTokens();
    } else {
      return ((Request.Stepping<?>) request).steps();
    }
  }

  private static Workload.Item item(LocalModel model, Request<?> request) {
    return Workload.Item.of(
        model,
        request,
        request instanceof Request.Scoring scoring
            ? scoring.sequences().digest() + (scoring.halved() ? " halved" : "")
            : answerKey(model, request));
  }

  /**
   * Reads something of the baseline. Before its subject is read for the same leaf: then one pass
   * gives the baseline's own figures and the states that the subject is compared by, and the
   * baseline is done with when memory makes it go. What the baseline's output matrix gives comes
   * with the subject's passes where these compare the two, since they need the same logits.
   */
  private void readBaseline(Request<?> request, LocalModel baseline, String waiting) {
    if (request instanceof Request.Scoring scoring && divergencesMissing(baseline, scoring)) {
      workload.begin(item(baseline, request));
      try {
        Set<Probe> union = union(baseline, scoring, null);
        scorer(scoring).prepare(baseline, scoring.sequences(), union, waiting);
      } finally {
        workload.end();
      }
    } else {
      answer(baseline, request, null, waiting);
    }
  }

  private static LocalModel evaluator(Map<String, LocalModel> evaluators, String location) {
    LocalModel evaluator = evaluators.get(location);
    if (evaluator == null) {
      throw new IllegalStateException(location + " was not named");
    }
    return evaluator;
  }

  /** Answers to the requests of one leaf, read when they are asked for. */
  Measure.Answers of(
      Measure.Plan<?> plan,
      LocalModel subject,
      @Nullable LocalModel baseline,
      Map<String, LocalModel> evaluators,
      String waiting) {
    return new Measure.Answers() {
      @Override
      public <A> A ofSubject(Request<A> request) {
        if (baseline != null && request instanceof Request.Scoring scoring) {
          for (Request<?> other : plan.ofBaseline()) {
            if (other instanceof Request.Scoring same && same.readsAs(scoring)) {
              readBaseline(same, baseline, waiting);
            }
          }
        }
        return answer(subject, request, baseline, waiting);
      }

      @Override
      public <A> A ofBaseline(Request<A> request) {
        if (baseline == null) {
          throw new IllegalStateException(waiting + " has no baseline");
        }
        return answer(baseline, request, null, waiting);
      }

      @Override
      public <A> A ofEvaluator(String location, Request<A> request) {
        return answer(evaluator(evaluators, location), request, null, waiting);
      }

      @Override
      public List<float[]> embeddings(String encoder, List<String> texts) {
        progress.doing(encoder + " reads " + texts.size() + " texts for " + waiting);
        return session.encoder(encoder, settings, progress::download).embed(texts);
      }
    };
  }

  private <A> A answer(
      LocalModel model, Request<A> request, @Nullable LocalModel baseline, String waiting) {
    workload.begin(item(model, request));
    try {
      return read(model, request, baseline, waiting);
    } finally {
      workload.end();
    }
  }

  /** All that is wanted of a model on one set. */
  private Set<Probe> union(
      LocalModel model, Request.Scoring scoring, @Nullable LocalModel baseline) {
    Set<Probe> union = new LinkedHashSet<>(scoring.probes());
    for (Wanted other : wanted) {
      // A divergence is from one baseline: only that of the same pair joins.
      if (other.model() == model
          && other.request() instanceof Request.Scoring also
          && also.readsAs(scoring)) {
        for (Probe probe : also.probes()) {
          if (!probe.compares() || other.baseline() == baseline) {
            union.add(probe);
          }
        }
      }
    }
    return union;
  }

  @SuppressWarnings("unchecked") // Each kind of request names the type of its answer.
  private <A> A read(
      LocalModel model, Request<A> request, @Nullable LocalModel baseline, String waiting) {
    if (request instanceof Request.Scoring scoring) {
      return (A)
          scorer(scoring)
              .read(model, scoring.sequences(), union(model, scoring, baseline), baseline, waiting);
    } else if (request instanceof Request.Generating generating) {
      return (A) generate(model, generating, waiting);
    } else if (request instanceof Request.Stepping<A> stepping) {
      return step(model, stepping, waiting);
    }
    throw new IllegalArgumentException(request.toString());
  }

  private boolean divergencesMissing(LocalModel baseline, Request.Scoring of) {
    return wanted.stream()
        .anyMatch(
            w ->
                w.baseline() == baseline
                    && hasDivergence(w)
                    && w.request() instanceof Request.Scoring scoring
                    && scoring.readsAs(of)
                    && !scorer(of).complete(w.model(), of.sequences(), scoring.probes(), baseline));
  }

  private Continuations generate(LocalModel model, Request.Generating request, String waiting) {
    String key = answerKey(model, request);
    answers.add(key);
    Continuations known = store.answer(key, Continuations.class);
    if (known == null) {
      known = generator.generate(model, decoder(model), request, waiting);
      store.putAnswer(key, known);
    }
    return known;
  }

  private <A> A step(LocalModel model, Request.Stepping<A> request, String waiting) {
    String key = answerKey(model, request);
    answers.add(key);
    A known = store.answer(key, request.type());
    if (known == null) {
      try (var stepper = new Stepper(model, decoder(model))) {
        known = request.run(counted(stepper, model, request, waiting));
      }
      store.putAnswer(key, known);
    }
    return known;
  }

  /** Names the answer to a request that has one answer, not segments. */
  private static String answerKey(LocalModel model, Request<?> request) {
    var text = new StringBuilder(model.identity()).append('\n');
    if (request instanceof Request.Generating generating) {
      text.append(Generator.RULE).append('\n');
      text.append(generating.maxNewTokens()).append(' ').append(generating.stopTokens());
      text.append('\n').append(generating.sampling()).append('\n');
      for (String stop : generating.stops()) {
        text.append(stop.length()).append(stop);
      }
      text.append('\n');
      for (TokenSequence prompt : generating.prompts()) {
        text.append(prompt.id()).append(Arrays.toString(prompt.tokens())).append('\n');
      }
    } else if (request instanceof Request.Stepping<?> stepping) {
      text.append(stepping.key());
    } else {
      throw new IllegalArgumentException(request.toString());
    }
    return Sha256.hex(text.toString()).substring(0, 40);
  }

  /** The model, with its steps told about every second. */
  private StepModel counted(
      StepModel steps, LocalModel model, Request.Stepping<?> request, String waiting) {
    return new CountedSteps(
        steps,
        request.steps(),
        (done, total, rate) ->
            workload.step(
                new Progress.Step(waiting, model.name(), request.name(), done, total, rate)));
  }

  private Decoder decoder(LocalModel model) {
    String loading =
        String.format(Locale.ROOT, "loading %s (%.1f GiB)", model.name(), model.bytes() / 0x1p30);
    if (!model.loaded()) {
      progress.doing(loading);
    }
    Decoder decoder =
        session.decoder(
            model,
            settings.memoryBytes(),
            leaving -> {
              finish(leaving);
              progress.doing(loading);
            });
    progress.doing(model.name() + " reads its first tokens");
    return decoder;
  }

  /** Answers everything that the list still wants of a model, before it makes room for another. */
  private void finish(LocalModel leaving) {
    for (Wanted w : List.copyOf(wanted)) {
      if (w.model() == leaving) {
        try {
          if (w.baseline() == null) {
            readBaseline(w.request(), leaving, w.waiting());
          } else {
            answer(leaving, w.request(), w.baseline(), w.waiting());
          }
        } catch (RuntimeException e) {
          // It is the error of the leaf that wants this, and of no other: that leaf will meet it.
          if (e instanceof CancellationException) {
            throw e;
          }
        }
      }
    }
  }

  List<ReadingStatistics> statistics() {
    return Stream.of(standard, halved).flatMap(scorer -> scorer.statistics().stream()).toList();
  }

  /** Deletes the scratch and keeps the store within its limit. */
  void close() {
    standard.dropScratch();
    halved.dropScratch();
    var used = new HashSet<>(standard.keys());
    used.addAll(halved.keys());
    used.addAll(answers);
    store.clean(settings.cacheLimitBytes(), used);
  }
}
