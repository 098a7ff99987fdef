package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;

/**
 * Mean KL(baseline || candidate) may not be above the limit: over the tokens of a corpus in a
 * coding check, over the options of the items in a choices check.
 *
 * <p>It bounds the metric {@code coding.klDivergence.mean} or {@code choices.klDivergence.mean}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxMeanKlDivergence.List.class)
@LimitType(
    metric = {"coding.klDivergence.mean", "choices.klDivergence.mean"},
    bound = Bound.AT_MOST)
public @interface MaxMeanKlDivergence {
  /** The limit: nats, at least 0. */
  double value();

  /** What is asked of the figure. */
  Decision by() default Decision.ESTIMATE;

  /** Name of the one candidate it is for; empty for all. */
  String candidate() default "";

  /** Several of them on one check. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface List {
    /** The limits. */
    MaxMeanKlDivergence[] value();
  }
}
