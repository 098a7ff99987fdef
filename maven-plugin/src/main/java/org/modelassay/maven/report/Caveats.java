package org.modelassay.maven.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;
import org.modelassay.record.RunRecord;
import org.modelassay.record.RunRecord.CheckRecord;
import org.modelassay.record.RunRecord.Leaf;
import org.modelassay.statistics.Interval;

/** What a run cannot tell, said of this run: a statement stands only where its cause is there. */
final class Caveats {
  /** Below this many documents means have no interval. */
  private static final int FEWEST_DOCUMENTS = 20;

  private static final int SMALL_TASK = 1000;

  private final RunRecord run;
  private final List<String> statements = new ArrayList<>();

  private Caveats(RunRecord run) {
    this.run = run;
  }

  static List<String> of(RunRecord run) {
    Caveats caveats = new Caveats(run);
    caveats.measured();
    caveats.judged();
    caveats.items();
    caveats.kinds();
    caveats.machine();
    return List.copyOf(caveats.statements);
  }

  private void measured() {
    long errors = leaves(leaf -> leaf.status() == RunRecord.Status.ERROR);
    if (errors > 0) {
      say(
          "Nothing is known of what %s would have measured: an error is neither a pass nor a"
              + " breach.",
          errors == 1 ? "the check with an error" : "the " + errors + " checks with errors");
    }
    boolean pair =
        run.checks().stream()
            .flatMap(check -> check.leaves().stream())
            .anyMatch(leaf -> !leaf.candidate().isEmpty());
    if (!pair && !run.checks().isEmpty()) {
      say(
          "There was no candidate: the figures describe one model, and say nothing about what a"
              + " change did.");
    }
  }

  private void judged() {
    long estimates = 0;
    long reaching = 0;
    long undecided = 0;
    long incomparable = 0;
    Set<String> within = new TreeSet<>();
    for (CheckRecord check : run.checks()) {
      for (Leaf leaf : check.leaves()) {
        for (Verdict verdict : leaf.verdicts()) {
          undecided += verdict.status() == Verdict.Status.UNDECIDED ? 1 : 0;
          incomparable += verdict.status() == Verdict.Status.NOT_COMPARABLE ? 1 : 0;
          if (verdict.limit() != null && verdict.limit().by() == Decision.ESTIMATE) {
            estimates++;
            if (verdict.status() == Verdict.Status.HOLDS && reaches(verdict)) {
              reaching++;
              within.add(verdict.declared());
            }
          }
        }
      }
    }
    if (estimates > 0) {
      say(
          "%s by ESTIMATE: the verdict is about exactly these items, and makes no promise for"
              + " others. To promise that, judge by NON_INFERIORITY.",
          estimates == 1 ? "One limit is judged" : Numbers.count(estimates) + " limits are judged");
    }
    if (reaching > 0) {
      say(
          "%s here although the 95 %% interval reaches past the limit (%s): with other items of the"
              + " same kind the verdict could turn.",
          reaching == 1 ? "One limit holds" : Numbers.count(reaching) + " limits hold",
          listed(within));
    }
    if (undecided > 0) {
      say(
          "%s undecided: the interval straddles the limit, and only more items would decide.",
          undecided == 1 ? "One limit is" : Numbers.count(undecided) + " limits are");
    }
    if (incomparable > 0) {
      say(
          "%s could not be held against accepted ones, because data, dtype or definition changed,"
              + " or there are none. Whether they regressed is unknown until they are accepted.",
          incomparable == 1 ? "One figure" : Numbers.count(incomparable) + " figures");
    }
    if (run.checks().stream().anyMatch(check -> check.leaves().size() > 2)) {
      say(
          "Several candidates were measured on the same items: the best of them looks a little"
              + " better here than it is.");
    }
  }

  private static boolean reaches(Verdict verdict) {
    Figure figure = verdict.figure();
    Interval interval = figure == null ? null : figure.interval();
    if (interval == null || verdict.limit() == null) {
      return false;
    }
    return switch (verdict.limit().bound()) {
      case AT_MOST -> interval.high() > verdict.limit().value();
      case AT_LEAST -> interval.low() < verdict.limit().value();
    };
  }

  private void items() {
    Map<String, Long> small = new LinkedHashMap<>();
    Set<String> few = new TreeSet<>();
    boolean nan = false;
    for (CheckRecord check : run.checks()) {
      for (Leaf leaf : check.leaves()) {
        for (Figure figure : leaf.figures()) {
          nan |= Double.isNaN(figure.value());
          if (check.kind().equals("choices")
              && figure.sample().equals("items")
              && figure.n() > 0
              && figure.n() < SMALL_TASK) {
            small.put(check.displayName(), figure.n());
          }
          if (figure.sample().equals("documents") && figure.n() < FEWEST_DOCUMENTS) {
            few.add(check.displayName() + ", " + Page.plural(figure.n(), "document", "documents"));
          }
        }
      }
    }
    small.entrySet().stream()
        .min(Map.Entry.comparingByValue())
        .ifPresent(
            entry -> {
              // Clopper-Pearson at zero events: 1 - (alpha / 2)^(1/n).
              double most = 1 - Math.pow(Interval.TAIL, 1.0 / entry.getValue());
              say(
                  "\u201C%s\u201D has %s: even with no flip at all among them, a flip rate of up to"
                      + " %s is not excluded for other items (exact 95 %% interval).",
                  entry.getKey(),
                  Page.plural(entry.getValue(), "item", "items"),
                  Numbers.of(most, Numbers.SHARE));
            });
    if (!few.isEmpty()) {
      say(
          "Fewer than %d documents allow no interval, so how far the figure would move with other"
              + " documents is unknown: %s.",
          FEWEST_DOCUMENTS, listed(few));
    }
    if (nan) {
      say("A figure that is not a number measured nothing; it passes no limit.");
    }
  }

  private void kinds() {
    Set<String> kinds = new TreeSet<>();
    run.checks().stream().filter(c -> !c.leaves().isEmpty()).forEach(c -> kinds.add(c.kind()));
    if (kinds.contains("choices")) {
      long ties = sum("choices", "/ties");
      if (ties > 0) {
        say(
            "%s: the best two options are exactly equal, and the first of them counts as the"
                + " answer. A flip there is a change of rounding, not of mind.",
            ties == 1 ? "One answer is a tie" : Numbers.count(ties) + " answers are ties");
      }
      say(
          "A choice task compares given options. It does not show what the model would write when"
              + " nobody offers it any.");
    }
    boolean divergence =
        run.checks().stream()
            .flatMap(check -> check.leaves().stream())
            .flatMap(leaf -> leaf.figures().stream())
            .map(figure -> figure.metric().name().toLowerCase(Locale.ROOT))
            .anyMatch(name -> name.contains("divergence") || name.contains("kl"));
    if (divergence) {
      say(
          "KL divergence measures how much the probabilities moved, not whether for the better: a"
              + " fine-tuned candidate is meant to move.");
    }
    if (kinds.contains("coding")) {
      say(
          "Low bits per byte on public text may be memory. If the corpus, or text that another"
              + " model wrote like it, was in the training data, the figure flatters the model.");
      boolean proved = any("coding", details -> details.path("roundTrip").isObject());
      if (proved) {
        say(
            "The round trip was proved on a stated sample, step by step; the size of the whole"
                + " corpus is coded from batched probabilities, which differ in the last bits.");
      } else if (any("coding", details -> true)) {
        say(
            "No round trip was asked for: that the coded corpus can be decoded again was not proved"
                + " in this run.");
      }
    }
    if (kinds.contains("equalInfo")) {
      say(
          "No model was trained on tokens of equal information: that they are many bytes long says"
              + " what learning from them would cost, not whether anything could be learnt.");
    }
    if (kinds.contains("knnLm")) {
      say(
          "How neighbours are mixed in was tuned on one half of the documents and used on the other,"
              + " unless it was given: a given temperature favours states whose scale it fits.");
    }
    if (kinds.contains("dispersion")) {
      say(
          "Dispersion is relative to one family of models at one layer: between families it"
              + " compares nothing, and geometry alone can point the wrong way. Read it beside"
              + " perplexity.");
    }
    if (kinds.contains("ranking")) {
      say(
          "That low dispersion marks what a model finds hard is a rule of thumb: it was reported for"
              + " models of 1 to 8 billion parameters. Items that share a document or a tag are"
              + " not independent, so intervals and p values look better than they are.");
    }
    if (kinds.contains("generation")) {
      if (run.checks().stream()
          .filter(check -> check.kind().equals("generation"))
          .map(check -> check.settings().getOrDefault("temperature", "0"))
          .allMatch(t -> t.equals("0") || t.equals("0.0"))) {
        say(
            "Outputs were decoded greedily, one per prompt: how the models behave when sampled is"
                + " another question.");
      }
      boolean cut =
          any(
              "generation",
              details -> details.path("outputs").findValuesAsText("truncated").contains("true"));
      if (cut) {
        say(
            "Some outputs were cut at the token limit. Their true length is unknown, and mean"
                + " lengths are too small.");
      }
      say(
          "Exact agreement and length do not judge content: two different outputs may be equally"
              + " good.");
    }
  }

  private void machine() {
    boolean floor =
        run.checks().stream()
            .flatMap(check -> check.leaves().stream())
            .flatMap(leaf -> leaf.figures().stream())
            .anyMatch(f -> f.metric().name().toLowerCase(Locale.ROOT).contains("noise"));
    if (!floor && !run.readings().isEmpty()) {
      say(
          "The noise floor was not measured: the baseline was not read again in other batches, so"
              + " differences in the last digits may be rounding.");
    }
    Set<String> types = new TreeSet<>();
    run.models().stream()
        .map(RunRecord.Model::dtype)
        .filter(type -> !type.isEmpty())
        .forEach(types::add);
    if (types.size() > 1) {
      say(
          "The models computed in different types (%s): what the type does and what the change did"
              + " cannot be told apart.",
          listed(types));
    }
    long cached = run.readings().stream().filter(r -> r.tokensComputed() == 0).count();
    if (cached > 0) {
      say(
          "%s from the cache: this run says nothing about how long %s.",
          cached == 1 ? "One reading came" : Numbers.count(cached) + " readings came",
          cached == 1 ? "it took" : "they took");
    }
  }

  private long leaves(Predicate<Leaf> which) {
    return run.checks().stream().flatMap(check -> check.leaves().stream()).filter(which).count();
  }

  private boolean any(String kind, Predicate<JsonNode> which) {
    return run.checks().stream()
        .filter(check -> check.kind().equals(kind))
        .flatMap(check -> check.leaves().stream())
        .map(Leaf::details)
        .filter(Objects::nonNull)
        .anyMatch(which);
  }

  private long sum(String kind, String pointer) {
    long sum = 0;
    for (CheckRecord check : run.checks()) {
      if (check.kind().equals(kind)) {
        for (Leaf leaf : check.leaves()) {
          sum += leaf.details() == null ? 0 : leaf.details().at(pointer).asLong();
        }
      }
    }
    return sum;
  }

  /** The first few, and how many more. */
  private static String listed(Set<String> names) {
    List<String> first = names.stream().limit(5).map(name -> Text.head(name, 120)).toList();
    return String.join("; ", first)
        + (names.size() > first.size() ? "; " + (names.size() - first.size()) + " more" : "");
  }

  private void say(String statement, Object... values) {
    statements.add(String.format(Locale.ROOT, statement, values));
  }
}
