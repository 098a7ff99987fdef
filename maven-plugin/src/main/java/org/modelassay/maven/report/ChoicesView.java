package org.modelassay.maven.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.modelassay.flips.ChoicesDetails;

/**
 * A choices check on one candidate, as rows.
 *
 * @param compared whether there is a baseline
 * @param items number of items
 * @param ties items whose best two options are equal
 * @param baselineTies the same of the baseline, or null
 * @param critical figures of the critical items, or null
 * @param changed answers that changed at all
 * @param kinds changed answers by kind, of those listed
 * @param flips changed answers
 * @param letters how often each option was chosen
 * @param groups figures by tag
 * @param notes what a reader of the figures has to know
 */
record ChoicesView(
    boolean compared,
    String items,
    int ties,
    @Nullable Integer baselineTies,
    @Nullable Group critical,
    String changed,
    List<Kind> kinds,
    Shown<Flip> flips,
    List<Letter> letters,
    Shown<Group> groups,
    List<Text> notes) {

  record Kind(String key, String label, int count) {}

  record Flip(
      Text id,
      Text heading,
      Text question,
      Kind kind,
      boolean critical,
      boolean nearTie,
      String divergence,
      String margin,
      List<Text> tags,
      Shown<Option> options) {}

  record Option(
      String letter,
      Text text,
      boolean right,
      boolean baselineChose,
      boolean chose,
      Bar baseline,
      Bar judged) {}

  /** A probability as a number and as the width of a bar. */
  record Bar(String number, String width) {
    static Bar of(double share) {
      double bounded = share >= 0 ? Math.min(1, share) : 0; // NaN too
      return new Bar(Numbers.probability(share), Gauge.percent(bounded * 100));
    }
  }

  record Letter(String letter, @Nullable Count baseline, Count judged) {}

  record Count(int count, String width) {}

  record Group(Text tag, Cell items, Cell accuracy, @Nullable Change change) {}

  /**
   * What changed on the items of a group.
   *
   * @param interval the flip rate's two-sided 95 % interval
   */
  record Change(
      Cell baselineAccuracy,
      int flips,
      int allFlips,
      int correctToIncorrect,
      int incorrectToCorrect,
      Cell divergence,
      String interval) {}

  static ChoicesView of(ChoicesDetails details, Size size) {
    String answers = details.answers();
    String before = details.baselineAnswers();
    long changed = details.flips().size() + (long) details.flipsLeftOut();
    List<Kind> kinds = new ArrayList<>();
    for (String key : List.of("CORRECT_TO_INCORRECT", "INCORRECT_TO_CORRECT", "WRONG_TO_WRONG")) {
      int count = (int) details.flips().stream().filter(f -> f.kind().equals(key)).count();
      kinds.add(kind(key, count));
    }
    return new ChoicesView(
        before != null,
        Numbers.count(details.items()),
        details.ties(),
        details.baselineTies(),
        details.critical() == null ? null : group(details.critical(), size),
        Numbers.count(changed),
        kinds,
        Shown.of(details.flips(), size.items(), details.flipsLeftOut(), f -> flip(f, size)),
        letters(answers, before),
        Shown.of(details.groups(), size.rows(), group -> group(group, size)),
        details.notes().stream().map(note -> Text.of(note, size.text())).toList());
  }

  private static Flip flip(ChoicesDetails.Flip flip, Size size) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < flip.options().size(); i++) {
      places.add(i);
    }
    return new Flip(
        Text.of(flip.id(), size.name()),
        Text.of(flip.question(), Math.min(size.text(), 120)),
        Text.of(flip.question(), size.text()),
        kind(flip.kind(), 1),
        flip.critical(),
        Boolean.TRUE.equals(flip.nearTie()),
        Numbers.of(flip.divergence(), "nats"),
        Numbers.probability(flip.margin()),
        Text.of(flip.tags().stream().limit(size.items()).toList(), size.name()),
        Shown.of(places, 26, place -> option(flip, place, size)));
  }

  private static Option option(ChoicesDetails.Flip flip, int place, Size size) {
    return new Option(
        letter(place),
        Text.of(flip.options().get(place), Math.min(size.text(), 1000)),
        place == flip.answer(),
        place == flip.baselineChoice(),
        place == flip.choice(),
        Bar.of(at(flip.baselineProbabilities(), place)),
        Bar.of(at(flip.probabilities(), place)));
  }

  private static double at(List<Double> values, int place) {
    return place < values.size() ? values.get(place) : Double.NaN;
  }

  private static String letter(int place) {
    return String.valueOf((char) ('A' + place));
  }

  static Kind kind(String key, int count) {
    return switch (key) {
      case "CORRECT_TO_INCORRECT" -> new Kind("worse", "right \u2192 wrong", count);
      case "INCORRECT_TO_CORRECT" -> new Kind("better", "wrong \u2192 right", count);
      case "WRONG_TO_WRONG" -> new Kind("same", "wrong \u2192 wrong", count);
      default -> new Kind("same", key, count);
    };
  }

  private static List<Letter> letters(String answers, @Nullable String before) {
    Set<Character> seen = new TreeSet<>();
    (answers + Objects.requireNonNullElse(before, "")).chars().forEach(c -> seen.add((char) c));
    List<Letter> letters = new ArrayList<>();
    for (char letter : seen) {
      if (letter >= 'A' && letter <= 'Z') {
        letters.add(
            new Letter(
                String.valueOf(letter),
                before == null ? null : count(before, letter),
                count(answers, letter)));
      }
    }
    return letters;
  }

  private static Count count(String answers, char letter) {
    int count = (int) answers.chars().filter(c -> c == letter).count();
    return new Count(count, Gauge.percent(100.0 * count / Math.max(1, answers.length())));
  }

  private static Group group(ChoicesDetails.Group group, Size size) {
    ChoicesDetails.Change change = group.change();
    return new Group(
        Text.of(group.tag(), size.name()),
        Cell.count(group.items()),
        Cell.of(group.accuracy(), Numbers.SHARE),
        change == null
            ? null
            : new Change(
                Cell.of(change.baselineAccuracy(), Numbers.SHARE),
                change.flips(),
                change.allFlips(),
                change.correctToIncorrect(),
                change.incorrectToCorrect(),
                Cell.of(change.klDivergence(), "nats"),
                Numbers.interval(change.flipRate(), Numbers.SHARE)));
  }
}
