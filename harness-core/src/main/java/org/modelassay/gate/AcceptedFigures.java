package org.modelassay.gate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.statistics.Interval;

/**
 * The figures that a team accepted, as they stand in {@code src/assay/accepted.json} under version
 * control: what later figures may not be worse than.
 *
 * @param leaves what was accepted, one per place, sorted by place
 */
public record AcceptedFigures(List<Leaf> leaves) {
  /** The version of the file's format that this code writes and reads. */
  public static final int SCHEMA = 1;

  /** Sorts by place; two leaves of one place are a mistake. */
  public AcceptedFigures {
    leaves = leaves.stream().sorted(Comparator.comparing(Leaf::place)).toList();
    for (int i = 1; i < leaves.size(); i++) {
      if (leaves.get(i).place().equals(leaves.get(i - 1).place())) {
        throw new IllegalArgumentException(leaves.get(i).place() + " is there twice");
      }
    }
  }

  /**
   * Where figures belong.
   *
   * @param spec binary name of the spec class
   * @param check name of the check's method
   * @param candidate name of the candidate, empty when the baseline stands alone
   * @param dtype type that the judged model computed in
   */
  public record Place(String spec, String check, String candidate, String dtype)
      implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::spec)
            .thenComparing(Place::check)
            .thenComparing(Place::candidate)
            .thenComparing(Place::dtype);

    /** Refuses nulls, which a damaged file would bring. */
    public Place {
      Objects.requireNonNull(spec, "spec is missing");
      Objects.requireNonNull(check, "check is missing");
      Objects.requireNonNull(candidate, "candidate is missing");
      Objects.requireNonNull(dtype, "dtype is missing");
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return spec
          + "#"
          + check
          + (candidate.isEmpty() ? "" : "(" + candidate + ")")
          + " in "
          + dtype;
    }
  }

  /**
   * What was accepted of one check on one candidate.
   *
   * @param place where it belongs
   * @param dataDigest hex SHA-256 of the data that was measured on
   * @param toolVersion version of the harness that measured
   * @param answers of choices: one character per item in the task's order, else null
   * @param figures the figures, sorted by metric
   */
  public record Leaf(
      Place place,
      String dataDigest,
      String toolVersion,
      @Nullable String answers,
      List<Accepted> figures) {
    /** Sorts by metric. */
    public Leaf {
      Objects.requireNonNull(place, "the place is missing");
      Objects.requireNonNull(dataDigest, "dataDigest is missing");
      Objects.requireNonNull(toolVersion, "toolVersion is missing");
      Objects.requireNonNull(figures, "figures are missing");
      figures = figures.stream().sorted(Comparator.comparing(Accepted::metric)).toList();
    }

    /** The accepted figure of a metric, or null. */
    public @Nullable Accepted figure(String metric) {
      return figures.stream().filter(f -> f.metric().equals(metric)).findFirst().orElse(null);
    }
  }

  /**
   * One accepted figure.
   *
   * @param metric name of the metric
   * @param version version of the metric's definition
   * @param value the value in the metric's unit; finite
   * @param interval its interval, or null
   * @param n sample size
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Accepted(
      String metric, int version, double value, @Nullable Interval interval, long n) {
    /** Refuses what nothing can be compared with. */
    public Accepted {
      Objects.requireNonNull(metric, "metric is missing");
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(metric + " is " + value + ", which cannot be accepted");
      }
    }

    /** The figure, accepted. */
    public static Accepted of(Figure figure) {
      return new Accepted(
          figure.metric().name(),
          figure.metric().version(),
          figure.value(),
          figure.interval(),
          figure.n());
    }
  }

  /** Nothing accepted yet. */
  public static AcceptedFigures none() {
    return new AcceptedFigures(List.of());
  }

  /** What was accepted at a place, or null. */
  public @Nullable Leaf at(Place place) {
    return leaves.stream().filter(leaf -> leaf.place().equals(place)).findFirst().orElse(null);
  }

  /**
   * These figures, with newer ones instead of those at the same places.
   *
   * @param newer the newer ones
   */
  public AcceptedFigures with(List<Leaf> newer) {
    TreeMap<Place, Leaf> byPlace = new TreeMap<>();
    leaves.forEach(leaf -> byPlace.put(leaf.place(), leaf));
    newer.forEach(leaf -> byPlace.put(leaf.place(), leaf));
    return new AcceptedFigures(List.copyOf(byPlace.values()));
  }

  /**
   * The items whose answers differ.
   *
   * @param accepted one character per item
   * @param now the same of now, equally long
   * @return indices from 0, ascending
   * @throws IllegalArgumentException when the lengths differ
   */
  public static List<Integer> changedItems(String accepted, String now) {
    if (accepted.length() != now.length()) {
      throw new IllegalArgumentException(
          "answers to %s items cannot be compared with answers to %s"
              .formatted(accepted.length(), now.length()));
    }
    return IntStream.range(0, now.length())
        .filter(i -> accepted.charAt(i) != now.charAt(i))
        .boxed()
        .toList();
  }

  /**
   * Reads the file.
   *
   * @param file the file; when it is missing, nothing is accepted yet
   * @throws AssayException when it is damaged or of another version: names file, line and remedy
   */
  public static AcceptedFigures read(Path file) {
    return AcceptedFile.read(file);
  }

  /**
   * Writes the file, whole or not at all: sorted, a figure a line, UTF-8, LF, numbers that read
   * back exactly.
   *
   * @param file the file; its folders are created
   * @throws AssayException when it cannot be written
   */
  public void write(Path file) {
    AcceptedFile.write(this, file);
  }
}
