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
 * LMCR may not rise above the baseline's by more than the limit.
 *
 * <p>It bounds the metric {@code coding.lmcrIncrease}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxLmcrIncrease.List.class)
@LimitType(metric = "coding.lmcrIncrease", bound = Bound.AT_MOST)
public @interface MaxLmcrIncrease {
  /** The limit: LMCR of the candidate less the baseline's. */
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
    MaxLmcrIncrease[] value();
  }
}
