package org.modelassay.evaluation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.ProcessMemory;
import org.modelassay.gate.AcceptedFigures;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Gate;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Limits;
import org.modelassay.gate.Regressions;
import org.modelassay.gate.Verdict;
import org.modelassay.measure.Measure;
import org.modelassay.measure.MeasureResult;
import org.modelassay.model.ModelSource;
import org.modelassay.model.tokenizer.TokenizerRules;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.ReadingStatistics;
import org.modelassay.record.Acceptance;
import org.modelassay.record.RecordFile;
import org.modelassay.record.RunRecord;
import org.modelassay.statistics.MultipleTesting;
import org.modelassay.torch.Device;
import org.modelassay.torch.Torch;

/**
 * One run: the checks are listed first, each leaf's outcome is asked for in turn, the record is
 * written at the end.
 *
 * <p>Not thread-safe: one thread asks.
 */
public final class Evaluation implements AutoCloseable {
  private final Settings settings;
  private final Session session;
  private final List<Check> checks;
  private final RunProgress progress;
  private final Answering answering;
  private final Instant started = Instant.now();
  private final Map<LeafId, Prepared> leaves = new LinkedHashMap<>();
  private final Map<LeafId, Outcome> outcomes = new LinkedHashMap<>();
  private @Nullable AcceptedFigures accepted;
  private boolean prepared;

  /**
   * Begins a run. Reads nothing yet, throws nothing for a wrong check: what cannot be planned is
   * kept as that check's error.
   *
   * @param settings settings of the run
   * @param session where models stay loaded from run to run of one JVM; not closed by this run
   * @param checks every check that will be asked for
   * @param progress told how far the run is
   * @param cancelled looked at between passes; when true, {@link CancellationException} is thrown
   */
  public Evaluation(
      Settings settings,
      Session session,
      List<Check> checks,
      RunProgress progress,
      BooleanSupplier cancelled) {
    this.settings = settings;
    this.session = session;
    this.checks = List.copyOf(checks);
    this.progress = progress;
    this.answering = new Answering(settings, session, progress, cancelled);
  }

  private record LeafId(CheckId check, String candidate) {
    @Override
    public String toString() {
      return candidate.isEmpty() ? check.toString() : check + "(" + candidate + ")";
    }
  }

  /** A leaf, planned; without a plan its error says why. */
  private record Prepared(
      Check check,
      ModelSource source,
      @Nullable LocalModel subject,
      @Nullable LocalModel baseline,
      Map<String, LocalModel> evaluators,
      Measure.@Nullable Plan<?> plan,
      @Nullable Throwable error) {}

  private static List<Candidate> leavesOf(Check check) {
    return check.candidates().isEmpty()
        ? List.of(new Candidate("", check.baseline()))
        : check.candidates();
  }

  /** Plans every leaf: the list of all that will be read. */
  private void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    Torch.startBeside();
    for (Check check : checks) {
      for (Candidate candidate : leavesOf(check)) {
        var id = new LeafId(check.id(), candidate.name());
        leaves.put(id, plan(id, check, candidate));
      }
    }
    answering.listed();
  }

  private Prepared plan(LeafId id, Check check, Candidate candidate) {
    try {
      List<String> problems =
          Limits.problems(
              check.limits(),
              check.noRegressions(),
              check.measure().metrics(),
              check.candidates().stream().map(Candidate::name).toList(),
              !check.candidates().isEmpty());
      if (!problems.isEmpty()) {
        throw new AssayException(String.join("\n", problems));
      }
      LocalModel subject = open(candidate.source());
      LocalModel baseline = check.candidates().isEmpty() ? null : open(check.baseline());
      for (String encoder : check.measure().encoders()) {
        session.checkEncoder(encoder, settings, progress::download);
      }
      var evaluators = new LinkedHashMap<String, LocalModel>();
      for (String location : check.measure().evaluators()) {
        evaluators.put(location, open(evaluator(check, location)));
      }
      progress.doing("planning " + id);
      var demands =
          new Measure.Demands(
              Limits.applying(check.limits(), candidate.name()),
              !check.noRegressions().isEmpty(),
              settings.sequential(),
              evaluators);
      Measure.Plan<?> plan = check.measure().plan(subject, baseline, demands);
      answering.list(plan, subject, baseline, evaluators, id.toString());
      return new Prepared(check, candidate.source(), subject, baseline, evaluators, plan, null);
    } catch (RuntimeException | LinkageError e) {
      // A library that cannot be linked is missing on this machine: an error of this leaf as well.
      return new Prepared(check, candidate.source(), null, null, Map.of(), null, e);
    }
  }

  /** A further model, in the type that the check's models have. */
  private static ModelSource evaluator(Check check, String location) {
    return new ModelSource(location, "", check.baseline().dtype());
  }

  private LocalModel open(ModelSource source) {
    progress.doing("opening " + source);
    return session.open(source, settings, progress::download);
  }

  /**
   * The outcome of a check on one candidate: reads what is not yet there, measures, judges. Every
   * error but cancellation is in the outcome.
   *
   * @param check one of the run's checks
   * @param candidate name of one of its candidates, or empty when it has none
   */
  public Outcome outcome(CheckId check, String candidate) {
    long begin = System.nanoTime();
    prepare();
    var id = new LeafId(check, candidate);
    Prepared leaf = leaves.get(id);
    if (leaf == null) {
      throw new IllegalArgumentException(id + " is no leaf of this run");
    }
    if (leaf.error() != null) {
      return new Outcome(check, candidate, null, List.of(), leaf.error(), null, seconds(begin));
    }
    try {
      if (settings.threads() > 0) {
        Torch.threads(settings.threads());
      }
      Measure.Plan<?> plan = leaf.plan();
      LocalModel subject = leaf.subject();
      if (plan == null || subject == null) {
        throw new IllegalStateException(id + " has no plan");
      }
      MeasureResult result =
          plan.result(
              answering.of(plan, subject, leaf.baseline(), leaf.evaluators(), id.toString()));
      return new Outcome(
          check, candidate, result, judge(leaf, id, result), null, null, seconds(begin));
    } catch (CancellationException e) {
      throw e;
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      return new Outcome(check, candidate, null, List.of(), e, null, seconds(begin));
    } finally {
      answering.left(id.toString());
    }
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private List<Verdict> judge(Prepared leaf, LeafId id, MeasureResult result) {
    Check check = leaf.check();
    var verdicts = new ArrayList<>(result.verdicts());
    verdicts.addAll(Gate.judge(check.limits(), result.figures(), id.candidate()));
    if (!check.noRegressions().isEmpty()) {
      List<String> limited =
          Limits.applying(check.limits(), id.candidate()).stream()
              .map(Limit::metric)
              .distinct()
              .toList();
      verdicts.addAll(
          Regressions.judge(
              check.noRegressions(),
              limited,
              result.figures(),
              accepted(),
              new Regressions.Measured(
                  new AcceptedFigures.Place(
                      check.id().spec(), check.id().method(), id.candidate(), dtype(leaf)),
                  check.measure().dataDigest(),
                  Acceptance.answers(RecordFile.tree(result.details())))));
    }
    return verdicts;
  }

  private AcceptedFigures accepted() {
    AcceptedFigures read = accepted;
    if (read == null) {
      read = AcceptedFigures.read(settings.accepted());
      accepted = read;
    }
    return read;
  }

  private static String dtype(Prepared leaf) {
    LocalModel subject = leaf.subject();
    return subject == null ? leaf.source().dtype().name() : subject.precision().name();
  }

  /**
   * Takes a finished outcome, the body's part included, into the record; also one that was never
   * asked for, because its check is wrong.
   */
  public void record(Outcome outcome) {
    prepare();
    outcomes.put(new LeafId(outcome.check(), outcome.candidate()), outcome);
  }

  /** Writes the record and deletes the scratch. */
  @Override
  public void close() {
    try {
      if (settings.record() != null && prepared) {
        progress.doing("writing the record");
        RecordFile.write(runRecord(), settings.record());
      }
    } finally {
      answering.close();
    }
  }

  /** The record of what was recorded so far. */
  public RunRecord runRecord() {
    var models = new ArrayList<RunRecord.Model>();
    var records = new ArrayList<RunRecord.CheckRecord>();
    for (Check check : checks) {
      var leafRecords = new ArrayList<RunRecord.Leaf>();
      for (Candidate candidate : leavesOf(check)) {
        var id = new LeafId(check.id(), candidate.name());
        Outcome outcome = outcomes.get(id);
        Prepared leaf = leaves.get(id);
        if (outcome != null && leaf != null) {
          leafRecords.add(leaf(outcome, leaf));
          if (!check.candidates().isEmpty()) {
            addModel(models, "baseline", check, check.baseline(), leaf.baseline());
          }
          addModel(
              models,
              candidate.name().isEmpty() ? "baseline" : candidate.name(),
              check,
              candidate.source(),
              leaf.subject());
          leaf.evaluators()
              .forEach(
                  (location, model) ->
                      addModel(models, "evaluator", check, evaluator(check, location), model));
        }
      }
      if (!leafRecords.isEmpty()) {
        records.add(
            new RunRecord.CheckRecord(
                check.id().spec(),
                check.specDisplayName(),
                check.id().method(),
                check.displayName(),
                check.measure().kind(),
                check.tags(),
                check.measure().settings(),
                dataDigest(check),
                leafRecords,
                across(check.measure(), check)));
      }
    }
    return new RunRecord(
        RunRecord.SCHEMA,
        new RunRecord.Tool("assay", version()),
        started.truncatedTo(ChronoUnit.SECONDS).toString(),
        (Instant.now().toEpochMilli() - started.toEpochMilli()) / 1e3,
        environment(),
        models,
        answering.statistics().stream().map(Evaluation::reading).toList(),
        records,
        degradations());
  }

  /** What a measure says of the results of all candidates together. */
  private <R extends MeasureResult> List<Figure> across(Measure<R> measure, Check check) {
    return measure.across(
        check.candidates().stream()
            .map(candidate -> outcomes.get(new LeafId(check.id(), candidate.name())))
            .filter(Objects::nonNull)
            .map(Outcome::result)
            .filter(measure.resultType()::isInstance)
            .map(measure.resultType()::cast)
            .toList());
  }

  /** Every p value of a drop, corrected for their number. */
  private List<RunRecord.Degradation> degradations() {
    var ids = new ArrayList<LeafId>();
    var figures = new ArrayList<Figure>();
    outcomes.forEach(
        (id, outcome) -> {
          for (Figure figure : outcome.figures()) {
            if (figure.metric().name().endsWith("Drop.pValue") && !Double.isNaN(figure.value())) {
              ids.add(id);
              figures.add(figure);
            }
          }
        });
    double[] p = figures.stream().mapToDouble(Figure::value).toArray();
    double[] holm = MultipleTesting.holm(p);
    double[] falseDiscovery = MultipleTesting.benjaminiHochberg(p);
    return IntStream.range(0, p.length)
        .mapToObj(
            i ->
                new RunRecord.Degradation(
                    ids.get(i).check().spec(),
                    ids.get(i).check().method(),
                    ids.get(i).candidate(),
                    figures.get(i).metric().name(),
                    p[i],
                    holm[i],
                    falseDiscovery[i]))
        .sorted(Comparator.comparingDouble(RunRecord.Degradation::pValue))
        .toList();
  }

  private static @Nullable String dataDigest(Check check) {
    try {
      return check.measure().dataDigest();
    } catch (RuntimeException e) {
      // The leaf's own error says what is wrong with the data.
      return null;
    }
  }

  private static RunRecord.Leaf leaf(Outcome outcome, Prepared leaf) {
    RunRecord.Status status = RunRecord.Status.PASSED;
    if (outcome.error() != null) {
      status = RunRecord.Status.ERROR;
    } else if (!outcome.breaches().isEmpty() || outcome.bodyFailure() != null) {
      status = RunRecord.Status.FAILED;
    }
    return new RunRecord.Leaf(
        outcome.candidate(),
        dtype(leaf),
        status,
        outcome.seconds(),
        outcome.figures(),
        outcome.verdicts(),
        message(outcome.bodyFailure()),
        message(outcome.error()),
        outcome.result() == null ? null : RecordFile.tree(outcome.result().details()),
        outcome.result() != null && outcome.result().partial());
  }

  private static @Nullable String message(@Nullable Throwable thrown) {
    if (thrown == null) {
      return null;
    }
    String message = thrown.getMessage();
    return thrown instanceof AssayException || thrown instanceof AssertionError
        ? message == null ? thrown.toString() : message
        : thrown.toString();
  }

  private static void addModel(
      List<RunRecord.Model> models,
      String name,
      Check check,
      ModelSource source,
      @Nullable LocalModel model) {
    boolean known =
        models.stream()
            .anyMatch(
                m ->
                    m.name().equals(name)
                        && m.spec().equals(check.id().spec())
                        && m.location().equals(source.location())
                        && m.treatment().equals(source.treatment()));
    if (!known) {
      models.add(
          new RunRecord.Model(
              name,
              check.id().spec(),
              source.location(),
              model == null || model.commit().isEmpty() ? null : model.commit(),
              source.treatment(),
              model == null ? null : model.fingerprint(),
              model == null ? null : model.directory().modelType(),
              model == null ? 0 : model.directory().parameters(),
              model == null ? source.dtype().name() : model.precision().name(),
              model == null ? null : tokenizer(model)));
    }
  }

  private static RunRecord.@Nullable Tokenizer tokenizer(LocalModel model) {
    TokenizerRules rules;
    try {
      rules = model.tokenizer().rules();
    } catch (AssayException e) {
      // The leaves that needed it say so.
      return null;
    }
    return new RunRecord.Tokenizer(
        rules.source(),
        token(rules.bos()),
        token(rules.eos()),
        rules.before().stream().map(t -> new RunRecord.Token(t.text(), t.id())).toList(),
        rules.after().stream().map(t -> new RunRecord.Token(t.text(), t.id())).toList(),
        rules.prefixSpace(),
        rules.notes());
  }

  private static RunRecord.@Nullable Token token(TokenizerRules.@Nullable Special token) {
    return token == null ? null : new RunRecord.Token(token.text(), token.id());
  }

  private static RunRecord.Reading reading(ReadingStatistics statistics) {
    return new RunRecord.Reading(
        statistics.key(),
        statistics.model(),
        statistics.set().name(),
        statistics.set().sequences().size(),
        statistics.set().tokens(),
        statistics.nodes(),
        statistics.tokensRead(),
        statistics.set().scored(),
        statistics.probes(),
        statistics.passes(),
        statistics.rule(),
        statistics.tokensComputed(),
        statistics.seconds());
  }

  private RunRecord.Environment environment() {
    ProcessMemory memory = ProcessMemory.now();
    boolean computed = leaves.values().stream().anyMatch(leaf -> leaf.subject() != null);
    return new RunRecord.Environment(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
        computed
            ? session.devices(settings.device()).stream()
                .map(Device::name)
                .collect(Collectors.joining(","))
            : settings.device(),
        computed ? Torch.threads() : settings.threads(),
        computed ? Torch.versions() : new TreeMap<>(),
        memory == null ? null : memory.peak());
  }

  private static String version() {
    String version = Evaluation.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
