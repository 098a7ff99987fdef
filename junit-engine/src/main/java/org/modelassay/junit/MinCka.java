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
 * Linear CKA between the hidden states of baseline and candidate may not be below the limit: 1 is
 * one shape, 0 none in common (Kornblith et al. 2019, arXiv 1905.00414, by the unbiased estimator).
 *
 * <p>It bounds the metric {@code dispersion.cka}, or of one layer such as {@code
 * dispersion.cka.layer-1}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MinCka.List.class)
@LimitType(metric = "dispersion.cka.layer{layer}", bound = Bound.AT_LEAST)
public @interface MinCka {
  /** The limit, at most 1. */
  double value();

  /**
   * The layer as the check's {@code layers} names it, with the sub-layer behind it where it is not
   * the block, such as {@code "-1"} or {@code "12.attention"}; empty for the first one asked for.
   */
  String layer() default "";

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
    MinCka[] value();
  }
}
