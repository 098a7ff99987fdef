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
 * Dispersion, the mean pairwise cosine distance of hidden states, may not be below the limit.
 *
 * <p>It bounds the metric {@code dispersion.mean}, or of one layer such as {@code
 * dispersion.mean.layer-1}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MinDispersion.List.class)
@LimitType(metric = "dispersion.mean.layer{layer}", bound = Bound.AT_LEAST)
public @interface MinDispersion {
  /** The limit: cosine distance, from 0 to 2. */
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
    MinDispersion[] value();
  }
}
