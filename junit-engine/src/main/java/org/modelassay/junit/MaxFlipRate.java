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
 * The share of items that flipped, from right to wrong or from wrong to right, may not be above the
 * limit.
 *
 * <p>It bounds the metric {@code choices.flipRate} or {@code generation.flipRate}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxFlipRate.List.class)
@LimitType(
    metric = {"choices.flipRate", "generation.flipRate"},
    bound = Bound.AT_MOST)
public @interface MaxFlipRate {
  /** The limit: share from 0 to 1. */
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
    MaxFlipRate[] value();
  }
}
