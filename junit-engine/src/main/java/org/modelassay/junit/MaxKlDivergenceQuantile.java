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
 * A quantile of KL(baseline || candidate) over the tokens of a corpus may not be above the limit.
 *
 * <p>It bounds one of the metrics {@code coding.klDivergence.p50}, {@code .p90}, {@code .p99},
 * {@code .p999}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxKlDivergenceQuantile.List.class)
@LimitType(metric = "coding.klDivergence.{q}", bound = Bound.AT_MOST)
public @interface MaxKlDivergenceQuantile {
  /** The quantile: 0.5, 0.9, 0.99 or 0.999. */
  double q();

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
    MaxKlDivergenceQuantile[] value();
  }
}
