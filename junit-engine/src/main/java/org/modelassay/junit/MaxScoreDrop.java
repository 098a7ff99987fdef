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
 * The mean F1 of words that answers share with the reference answers may not fall below the
 * baseline's by more than the limit.
 *
 * <p>It bounds the metric {@code generation.f1Drop}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxScoreDrop.List.class)
@LimitType(metric = "generation.f1Drop", bound = Bound.AT_MOST)
public @interface MaxScoreDrop {
  /** The limit: mean F1 of the baseline less the candidate's: 0.01 is one point. */
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
    MaxScoreDrop[] value();
  }
}
