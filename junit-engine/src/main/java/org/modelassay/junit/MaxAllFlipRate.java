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
 * The share of items whose answer changed at all, from one wrong answer to another included, may
 * not be above the limit.
 *
 * <p>It bounds the metric {@code choices.allFlipRate} or {@code generation.allFlipRate}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxAllFlipRate.List.class)
@LimitType(
    metric = {"choices.allFlipRate", "generation.allFlipRate"},
    bound = Bound.AT_MOST)
public @interface MaxAllFlipRate {
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
    MaxAllFlipRate[] value();
  }
}
