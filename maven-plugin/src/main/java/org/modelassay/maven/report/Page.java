package org.modelassay.maven.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.brevity.GenerationDetails;
import org.modelassay.coding.CodingDetails;
import org.modelassay.coding.equalinfo.EqualInfoDetails;
import org.modelassay.dispersion.DispersionDetails;
import org.modelassay.dispersion.ranking.RankingDetails;
import org.modelassay.flips.ChoicesDetails;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Metric;
import org.modelassay.gate.Verdict;
import org.modelassay.knnlm.KnnLmDetails;
import org.modelassay.record.RunRecord;
import org.modelassay.record.RunRecord.CheckRecord;
import org.modelassay.record.RunRecord.Leaf;
import org.modelassay.statistics.Interval;

/**
 * All that the templates see of a run.
 *
 * @param outcome {@code passed}, {@code failed}, {@code error} or {@code nothing}
 * @param verdict one word
 * @param summary what stands behind it, such as {@code 2 limits broken, 1 error}
 * @param scope how much was judged
 * @param started when
 * @param seconds how long
 * @param specs display names of the specs
 * @param reasons why the run did not pass
 * @param limits every judged limit, broken ones first
 * @param degradations every drop that was tested against chance, the least likely first
 * @param checks every check
 * @param method how it was measured
 * @param caveats what the run cannot tell
 */
record Page(
    String outcome,
    String verdict,
    String summary,
    String scope,
    String started,
    String seconds,
    Shown<Text> specs,
    Shown<Reason> reasons,
    Shown<Row> limits,
    Shown<DegradationRow> degradations,
    Shown<CheckSection> checks,
    Method method,
    List<String> caveats) {

  /** Why a leaf did not pass; its kind is {@code limit}, {@code assertion} or {@code error}. */
  record Reason(String kind, Text check, Text candidate, String anchor, Text message) {}

  /** A row of the limits table. */
  record Row(
      State state,
      Text spec,
      Text check,
      Text candidate,
      String anchor,
      Text declared,
      Text metric,
      String unit,
      String value,
      String interval,
      String n,
      String limit,
      String baseline,
      String accepted,
      @Nullable Gauge gauge) {}

  /** How something stands: a class for the eye, a sign for those who see no colour, a word. */
  record State(String key, String sign, String word) {}

  /** A check. */
  record CheckSection(
      String anchor,
      Text name,
      Text spec,
      Text method,
      String kind,
      State state,
      Shown<Text> tags,
      Shown<Pair> settings,
      @Nullable String digest,
      boolean baseline,
      Shown<Text> candidates,
      Shown<FigureRow> figures,
      Shown<Across> across,
      Shown<LeafSection> leaves) {}

  /** A figure over all candidates. */
  record Across(Text metric, Text meaning, String value, String interval, String n) {}

  record Pair(Text name, Text value) {}

  /** One metric over the candidates. */
  record FigureRow(
      Text metric, String unit, Text meaning, String baseline, List<@Nullable FigureCell> cells) {}

  /** One figure. */
  record FigureCell(
      String value,
      String interval,
      String n,
      String floor,
      String change,
      String sense,
      String state) {}

  /** A drop that was tested against chance. */
  record DegradationRow(
      State state,
      Text check,
      Text candidate,
      String anchor,
      Text metric,
      Cell p,
      Cell holm,
      Cell falseDiscovery) {}

  /** What a verdict that does not simply hold says. */
  record Message(State state, Text text) {}

  /** A check on one candidate. */
  record LeafSection(
      boolean partial,
      String anchor,
      Text candidate,
      State state,
      boolean open,
      String seconds,
      String dtype,
      @Nullable Text error,
      @Nullable Text failure,
      Shown<Message> messages,
      @Nullable ChoicesView choices,
      @Nullable CodingView coding,
      @Nullable DispersionView dispersion,
      @Nullable EqualInfoView equalInfo,
      @Nullable GenerationView generation,
      @Nullable KnnLmView knnLm,
      @Nullable RankingView ranking,
      @Nullable Text unreadable) {}

  /** How it was measured. */
  record Method(
      Shown<Pair> machine, Shown<ModelRow> models, Shown<ReadingRow> readings, String tool) {}

  record ModelRow(
      Text name,
      Text spec,
      Text location,
      Text treatment,
      String architecture,
      String parameters,
      String dtype,
      @Nullable String fingerprint) {}

  record ReadingRow(
      Text model,
      Text dataSet,
      Cell sequences,
      Cell tokens,
      Cell tokensRead,
      String saved,
      Cell scored,
      String probes,
      Cell passes,
      Text rule,
      Cell seconds,
      String rate,
      String source) {}

  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** Arranges a record for the templates. */
  static Page of(RunRecord run, Size size) {
    return new Arranger(run, size).page();
  }

  /** One check on one candidate, with where it stands on the page. */
  private record Place(CheckRecord check, Leaf leaf, String anchor) {}

  private static final class Arranger {
    private final RunRecord run;
    private final Size size;
    private final List<Place> places = new ArrayList<>();

    Arranger(RunRecord run, Size size) {
      this.run = run;
      this.size = size;
      for (int i = 0; i < run.checks().size(); i++) {
        CheckRecord check = run.checks().get(i);
        for (int j = 0; j < check.leaves().size(); j++) {
          // Beyond the last section shown there is nothing to point at.
          String anchor = i < size.rows() && j < size.items() ? anchor(i) + "-" + (j + 1) : "";
          places.add(new Place(check, check.leaves().get(j), anchor));
        }
      }
    }

    Page page() {
      int broken = 0;
      int regressed = 0;
      int undecided = 0;
      int incomparable = 0;
      int assertions = 0;
      int errors = 0;
      int limits = 0;
      boolean passed = !places.isEmpty();
      for (Place place : places) {
        Leaf leaf = place.leaf();
        passed &= leaf.status() == RunRecord.Status.PASSED;
        assertions += leaf.failure() != null ? 1 : 0;
        errors += leaf.status() == RunRecord.Status.ERROR ? 1 : 0;
        for (Verdict verdict : leaf.verdicts()) {
          limits++;
          if (verdict.fails()) {
            switch (verdict.status()) {
              case UNDECIDED -> undecided++;
              case NOT_COMPARABLE -> incomparable++;
              case BROKEN, HOLDS -> {
                broken += verdict.accepted() == null ? 1 : 0;
                regressed += verdict.accepted() == null ? 0 : 1;
              }
            }
          }
        }
      }
      List<String> parts = new ArrayList<>();
      add(parts, broken, "limit broken", "limits broken");
      add(parts, regressed, "figure regressed", "figures regressed");
      add(parts, undecided, "limit undecided", "limits undecided");
      add(parts, incomparable, "figure not comparable", "figures not comparable");
      add(parts, assertions, "assertion failed", "assertions failed");
      boolean onlyErrors = parts.isEmpty() && errors > 0;
      add(parts, errors, "error", "errors");
      String scope =
          plural(run.checks().size(), "check", "checks")
              + (places.size() > run.checks().size() ? ", " + runs() : "");
      String summary =
          places.isEmpty()
              ? "no check ran"
              : !passed
                  ? parts.isEmpty() ? "a check failed" : String.join(", ", parts)
                  : limits == 0
                      ? "no limit was asked for"
                      : limits == 1 ? "the one limit holds" : "all " + limits + " limits hold";
      if (passed) {
        long waived =
            places.stream()
                .flatMap(p -> p.leaf().verdicts().stream())
                .filter(v -> v.status() != Verdict.Status.HOLDS)
                .count();
        if (waived > 0) {
          summary =
              (limits - waived)
                  + " of "
                  + limits
                  + " limits hold, "
                  + waived
                  + " without a verdict";
        }
      }
      return new Page(
          places.isEmpty() ? "nothing" : passed ? "passed" : onlyErrors ? "error" : "failed",
          places.isEmpty() ? "Nothing" : passed ? "Passed" : onlyErrors ? "Error" : "Failed",
          summary,
          scope,
          Numbers.instant(run.started()),
          Numbers.seconds(run.seconds()),
          Shown.of(
              run.checks().stream().map(CheckRecord::specDisplayName).distinct().toList(),
              Math.min(8, size.items()),
              this::name),
          reasons(),
          limits(),
          degradations(),
          checks(),
          method(),
          Caveats.of(run));
    }

    private String runs() {
      return plural(places.size(), "run on a candidate", "runs on candidates");
    }

    private Shown<Reason> reasons() {
      List<Reason> reasons = new ArrayList<>();
      for (Place place : places) {
        Leaf leaf = place.leaf();
        int before = reasons.size();
        if (leaf.error() != null) {
          reasons.add(reason("error", place, leaf.error()));
        }
        for (Verdict verdict : leaf.verdicts()) {
          if (verdict.fails()) {
            reasons.add(reason("limit", place, verdict.message()));
          }
        }
        if (leaf.failure() != null) {
          reasons.add(reason("assertion", place, leaf.failure()));
        }
        if (reasons.size() == before && leaf.status() != RunRecord.Status.PASSED) {
          reasons.add(reason("error", place, "The record gives no reason."));
        }
      }
      return Shown.of(reasons, Math.max(1, size.items() / 2), reason -> reason);
    }

    private Reason reason(String kind, Place place, String message) {
      return new Reason(
          kind,
          name(place.check().displayName()),
          name(place.leaf().candidate()),
          place.anchor(),
          Text.of(message, Math.min(size.text(), 1000)));
    }

    private record Judged(Place place, Verdict verdict) {
      int order() {
        return verdict.fails() ? 0 : verdict.status() == Verdict.Status.HOLDS ? 2 : 1;
      }
    }

    private Shown<Row> limits() {
      List<Judged> judged =
          places.stream()
              .flatMap(place -> place.leaf().verdicts().stream().map(v -> new Judged(place, v)))
              .sorted(Comparator.comparingInt(Judged::order))
              .toList();
      return Shown.of(judged, size.rows(), this::row);
    }

    private Row row(Judged judged) {
      Verdict verdict = judged.verdict();
      Figure figure = verdict.figure();
      CheckRecord check = judged.place().check();
      String unit = figure == null ? "" : figure.metric().unit();
      Double limit = Gauge.limit(verdict);
      return new Row(
          state(verdict),
          name(check.specDisplayName()),
          name(check.displayName()),
          name(judged.place().leaf().candidate()),
          judged.place().anchor(),
          name(verdict.declared()),
          name(verdict.metric()),
          unit.equals(Numbers.SHARE) ? "" : unit,
          figure == null ? "none" : Numbers.apart(figure.value(), limit, unit),
          figure == null ? "" : Numbers.interval(figure.interval(), unit),
          figure == null ? "" : Numbers.count(figure.n()) + " " + figure.sample(),
          limit == null || verdict.limit() == null
              ? ""
              : (Gauge.bound(verdict) == Bound.AT_MOST ? "\u2264 " : "\u2265 ")
                  + Numbers.of(limit, unit),
          figure == null ? "" : Numbers.of(figure.baseline(), unit),
          Numbers.of(verdict.accepted(), unit),
          Gauge.of(verdict));
    }

    private Shown<DegradationRow> degradations() {
      return Shown.of(run.degradations(), size.rows(), this::degradation);
    }

    private DegradationRow degradation(RunRecord.Degradation drop) {
      Place place =
          places.stream()
              .filter(
                  p ->
                      p.check().spec().equals(drop.spec())
                          && p.check().method().equals(drop.method())
                          && p.leaf().candidate().equals(drop.candidate()))
              .findFirst()
              .orElse(null);
      boolean significant = drop.holm() <= Interval.TAIL;
      return new DegradationRow(
          significant ? new State("broken", "\u2193", "worse") : new State("open", "?", "open"),
          name(place == null ? drop.method() : place.check().displayName()),
          name(drop.candidate()),
          place == null ? "" : place.anchor(),
          name(drop.metric()),
          Cell.of(drop.pValue(), ""),
          Cell.of(drop.holm(), ""),
          Cell.of(drop.falseDiscovery(), ""));
    }

    private Shown<CheckSection> checks() {
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < run.checks().size(); i++) {
        numbers.add(i);
      }
      return Shown.of(numbers, size.rows(), this::check);
    }

    private CheckSection check(int number) {
      CheckRecord check = run.checks().get(number);
      List<Leaf> leaves = check.leaves();
      String anchor = anchor(number);
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < leaves.size(); i++) {
        numbers.add(i);
      }
      Shown<FigureRow> figures = figures(leaves);
      Shown<Across> across = Shown.of(check.across(), size.items(), this::across);
      return new CheckSection(
          anchor,
          name(check.displayName()),
          name(check.spec()),
          name(check.method()),
          check.kind(),
          worst(leaves),
          Shown.of(check.tags(), size.items(), this::name),
          Shown.of(check.settings().entrySet(), size.items(), this::pair),
          check.dataDigest(),
          figures.items().stream().anyMatch(row -> !row.baseline().isEmpty()),
          Shown.of(leaves, size.items(), leaf -> name(leaf.candidate())),
          figures,
          across,
          Shown.of(numbers, size.items(), i -> leaf(check, leaves.get(i), anchor + "-" + (i + 1))));
    }

    private Shown<FigureRow> figures(List<Leaf> leaves) {
      List<Leaf> shown = leaves.stream().limit(size.items()).toList();
      Map<String, Metric> metrics = new LinkedHashMap<>();
      for (Leaf leaf : shown) {
        leaf.figures().stream()
            .filter(figure -> !ofOneLayer(figure) || isLimited(figure, leaf))
            .forEach(figure -> metrics.putIfAbsent(figure.metric().name(), figure.metric()));
      }
      return Shown.of(metrics.values(), size.rows(), metric -> figureRow(metric, shown));
    }

    /** Figures of single layers stand in the check's own table of layers. */
    private static boolean ofOneLayer(Figure figure) {
      return figure.metric().name().contains(".layer");
    }

    private static boolean isLimited(Figure figure, Leaf leaf) {
      return leaf.verdicts().stream().anyMatch(v -> v.metric().equals(figure.metric().name()));
    }

    private Across across(Figure figure) {
      String unit = figure.metric().unit();
      return new Across(
          name(figure.metric().name()),
          Text.of(figure.metric().meaning(), size.name()),
          Numbers.of(figure.value(), unit),
          Numbers.interval(figure.interval(), unit),
          Numbers.count(figure.n()) + " " + figure.sample());
    }

    private FigureRow figureRow(Metric metric, List<Leaf> leaves) {
      String baseline = "";
      List<@Nullable FigureCell> cells = new ArrayList<>();
      for (Leaf leaf : leaves) {
        FigureCell cell = null;
        for (Figure figure : leaf.figures()) {
          if (figure.metric().name().equals(metric.name())) {
            cell = cell(figure, leaf);
            baseline = baseline.isEmpty() ? Numbers.of(figure.baseline(), metric.unit()) : baseline;
          }
        }
        cells.add(cell);
      }
      return new FigureRow(
          name(metric.name()),
          metric.unit().equals(Numbers.SHARE) ? "" : metric.unit(),
          Text.of(metric.meaning(), size.name()),
          baseline,
          cells);
    }

    private static FigureCell cell(Figure figure, Leaf leaf) {
      String unit = figure.metric().unit();
      Double baseline = figure.baseline();
      double change = baseline == null ? 0 : figure.value() - baseline;
      Direction direction = figure.metric().direction();
      String sense =
          change == 0 || Double.isNaN(change) || direction == Direction.NEITHER
              ? ""
              : (change > 0) == (direction == Direction.HIGHER_IS_BETTER) ? "better" : "worse";
      boolean broken =
          leaf.verdicts().stream()
              .anyMatch(v -> v.fails() && v.metric().equals(figure.metric().name()));
      return new FigureCell(
          Numbers.of(figure.value(), unit),
          Numbers.interval(figure.interval(), unit),
          Numbers.count(figure.n()) + " " + figure.sample(),
          Numbers.of(figure.floor(), unit),
          change == 0 || Double.isNaN(change) ? "" : Numbers.difference(change, unit),
          sense,
          broken ? "broken" : "");
    }

    private LeafSection leaf(CheckRecord check, Leaf leaf, String anchor) {
      ChoicesView choices = null;
      CodingView coding = null;
      DispersionView dispersion = null;
      EqualInfoView equalInfo = null;
      GenerationView generation = null;
      KnnLmView knnLm = null;
      RankingView ranking = null;
      Text unreadable = null;
      JsonNode details = leaf.details();
      if (details != null && !details.isNull()) {
        try {
          switch (check.kind()) {
            case "choices" ->
                choices = ChoicesView.of(JSON.treeToValue(details, ChoicesDetails.class), size);
            case "coding" ->
                coding = CodingView.of(JSON.treeToValue(details, CodingDetails.class), size);
            case "dispersion" ->
                dispersion =
                    DispersionView.of(JSON.treeToValue(details, DispersionDetails.class), size);
            case "equalInfo" ->
                equalInfo =
                    EqualInfoView.of(JSON.treeToValue(details, EqualInfoDetails.class), size);
            case "generation" ->
                generation =
                    GenerationView.of(JSON.treeToValue(details, GenerationDetails.class), size);
            case "knnLm" ->
                knnLm = KnnLmView.of(JSON.treeToValue(details, KnnLmDetails.class), size);
            case "ranking" ->
                ranking = RankingView.of(JSON.treeToValue(details, RankingDetails.class), size);
            default -> {
              // A kind that this report does not know has its figures and verdicts.
            }
          }
        } catch (JsonProcessingException e) {
          unreadable = Text.of(e.getOriginalMessage(), size.name());
        }
      }
      return new LeafSection(
          leaf.partial(),
          anchor,
          name(leaf.candidate()),
          state(leaf.status()),
          leaf.status() != RunRecord.Status.PASSED || check.leaves().size() == 1,
          Numbers.seconds(leaf.seconds()),
          leaf.dtype(),
          leaf.error() == null ? null : Text.of(leaf.error(), size.text()),
          leaf.failure() == null ? null : Text.of(leaf.failure(), size.text()),
          Shown.of(
              leaf.verdicts().stream()
                  .filter(v -> v.fails() || v.status() != Verdict.Status.HOLDS)
                  .toList(),
              size.items(),
              v -> new Message(state(v), Text.of(v.message(), Math.min(size.text(), 1000)))),
          choices,
          coding,
          dispersion,
          equalInfo,
          generation,
          knnLm,
          ranking,
          unreadable);
    }

    private Method method() {
      RunRecord.Environment machine = run.environment();
      Map<String, String> facts = new LinkedHashMap<>();
      facts.put("device", machine.device());
      facts.put("threads of libtorch", String.valueOf(machine.threads()));
      facts.put("processors", String.valueOf(machine.processors()));
      if (machine.peakMemoryBytes() != null) {
        facts.put("peak memory", Numbers.bytes(machine.peakMemoryBytes()));
      }
      facts.put("system", machine.os() + ", " + machine.arch());
      facts.put("Java", machine.java());
      machine.libraries().forEach(facts::putIfAbsent);
      return new Method(
          Shown.of(facts.entrySet(), size.items(), this::pair),
          Shown.of(run.models(), size.rows(), this::model),
          Shown.of(run.readings(), size.rows(), this::reading),
          run.tool().name() + " " + run.tool().version() + ", record schema " + run.schema());
    }

    private ModelRow model(RunRecord.Model model) {
      return new ModelRow(
          name(model.name()),
          name(model.spec().substring(model.spec().lastIndexOf('.') + 1)),
          name(
              model.commit() == null
                  ? model.location()
                  : model.location() + " (commit " + model.commit() + ")"),
          name(model.treatment()),
          model.architecture() == null ? "" : Text.head(model.architecture(), size.name()),
          model.parameters() > 0 ? Numbers.magnitude(model.parameters()) : "",
          model.dtype(),
          model.fingerprint());
    }

    private ReadingRow reading(RunRecord.Reading reading) {
      boolean cached = reading.tokensComputed() == 0;
      boolean partly = !cached && reading.tokensComputed() < reading.tokensRead();
      return new ReadingRow(
          name(reading.model()),
          name(reading.dataSet()),
          Cell.count(reading.sequences()),
          Cell.count(reading.tokens()),
          Cell.count(reading.tokensRead()),
          reading.tokensRead() < reading.tokens() ? Numbers.count(reading.nodes()) + " nodes" : "",
          Cell.count(reading.scored()),
          Text.head(String.join(", ", reading.probes()), size.name()),
          Cell.count(reading.passes()),
          name(reading.rule()),
          cached ? new Cell("", "") : Cell.of(reading.seconds(), "s"),
          cached || !(reading.seconds() > 0)
              ? ""
              : Numbers.count(Math.round(reading.tokensComputed() / reading.seconds())),
          cached
              ? "from cache"
              : partly
                  ? Numbers.count(reading.tokensComputed()) + " tokens here, rest from cache"
                  : "this run");
    }

    private Text name(String text) {
      return Text.of(text, size.name());
    }

    private Pair pair(Map.Entry<String, String> entry) {
      return new Pair(name(entry.getKey()), name(entry.getValue()));
    }

    private static String anchor(int check) {
      return "check-" + (check + 1);
    }

    private static State worst(List<Leaf> leaves) {
      RunRecord.Status worst = RunRecord.Status.PASSED;
      for (Leaf leaf : leaves) {
        worst = leaf.status().compareTo(worst) > 0 ? leaf.status() : worst;
      }
      return leaves.isEmpty() ? new State("none", "\u2013", "not run") : state(worst);
    }

    private static State state(RunRecord.Status status) {
      return switch (status) {
        case PASSED -> new State("holds", "\u2713", "passed");
        case FAILED -> new State("broken", "\u2717", "failed");
        case ERROR -> new State("error", "!", "error");
      };
    }

    private static State state(Verdict verdict) {
      boolean regression = verdict.accepted() != null;
      return switch (verdict.status()) {
        case HOLDS -> new State("holds", "\u2713", "holds");
        case BROKEN -> new State("broken", "\u2717", regression ? "regressed" : "broken");
        case UNDECIDED ->
            new State(
                verdict.fails() ? "broken" : "open",
                "?",
                verdict.fails() ? "undecided, fails" : "undecided");
        case NOT_COMPARABLE ->
            new State(verdict.fails() ? "broken" : "open", "\u2260", "not comparable");
      };
    }
  }

  private static void add(List<String> parts, int count, String one, String many) {
    if (count > 0) {
      parts.add(plural(count, one, many));
    }
  }

  static String plural(long count, String one, String many) {
    return Numbers.count(count) + " " + (count == 1 ? one : many);
  }
}
