package org.modelassay.measure;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Metric;
import org.modelassay.reading.Request;
import org.modelassay.reading.TextModel;

/**
 * One kind of check with its settings: what it wants read, and a pure function from what was read
 * to figures.
 *
 * @param <R> its result
 */
public interface Measure<R extends MeasureResult> {
  /** The kind, in lower case: first part of the names of its metrics. */
  String kind();

  /** Every metric that it can give. */
  List<Metric> metrics();

  /** Locations of the sentence encoders that it needs, as a spec names models. */
  default List<String> encoders() {
    return List.of();
  }

  /**
   * Locations of further models that it reads, as a spec names models: neither judged nor compared
   * with, they tell what to look at.
   */
  default List<String> evaluators() {
    return List.of();
  }

  /** Its settings by name, in the order to show. */
  Map<String, String> settings();

  /** The type of its result. */
  Class<R> resultType();

  /**
   * Hex SHA-256 of the data that it reads, rules left out. Reads files; throws when one is missing
   * or wrong.
   */
  String dataDigest();

  /**
   * Plans one leaf. Reads data files, touches no weights.
   *
   * @param subject the model that is judged
   * @param baseline the model it is compared with, or null when it stands alone
   */
  Plan<R> plan(TextModel subject, @Nullable TextModel baseline);

  /**
   * Plans one leaf whose limits are known: a measure that can tell early stops reading when they
   * are decided, where that is wanted.
   */
  default Plan<R> plan(TextModel subject, @Nullable TextModel baseline, Demands demands) {
    return plan(subject, baseline);
  }

  /**
   * What holds of all candidates together, such as how two figures go together.
   *
   * @param results one per candidate
   */
  default List<Figure> across(List<R> results) {
    return List.of();
  }

  /**
   * What a leaf is held to, and what it is given beside the two models.
   *
   * @param limits those that apply to it
   * @param guarded whether figures are held against accepted ones, which takes all of the data
   * @param sequential whether reading may stop as soon as the limits are decided
   * @param evaluators the models that the measure named, by location
   */
  record Demands(
      List<Limit> limits,
      boolean guarded,
      boolean sequential,
      Map<String, ? extends TextModel> evaluators) {
    /** Copies the collections. */
    public Demands {
      limits = List.copyOf(limits);
      evaluators = Map.copyOf(evaluators);
    }

    /** With no further models. */
    public Demands(List<Limit> limits, boolean guarded, boolean sequential) {
      this(limits, guarded, sequential, Map.of());
    }
  }

  /**
   * What is to be read and what it amounts to.
   *
   * @param <R> the result
   */
  interface Plan<R extends MeasureResult> {
    /** Wanted of the judged model. */
    List<Request<?>> ofSubject();

    /** Wanted of the baseline; empty when the subject stands alone. */
    List<Request<?>> ofBaseline();

    /** Wanted of the further models, by location. */
    default Map<String, List<Request<?>>> ofEvaluators() {
      return Map.of();
    }

    /** A pure function of the answers. */
    R result(Answers answers);
  }

  /** Answers to the requests of a plan. */
  interface Answers {
    /** What the judged model gave; the request is the instance that the plan listed. */
    <A> A ofSubject(Request<A> request);

    /** What the baseline gave. */
    <A> A ofBaseline(Request<A> request);

    /**
     * What a further model gave.
     *
     * @param location one of {@link Measure#evaluators}
     */
    default <A> A ofEvaluator(String location, Request<A> request) {
      throw new IllegalStateException(location + " was not named");
    }

    /**
     * Embeddings of texts by a sentence encoder that the measure named.
     *
     * @param encoder one of {@link Measure#encoders}
     * @param texts any texts
     * @return a vector per text, in their order
     */
    default List<float[]> embeddings(String encoder, List<String> texts) {
      throw new IllegalStateException(encoder + " was not named");
    }
  }
}
