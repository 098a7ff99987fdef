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
 * Perplexity divided by the baseline's may not be above the limit.
 *
 * <p>It bounds the metric {@code coding.perplexityRatio}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxPerplexityRatio.List.class)
@LimitType(metric = "coding.perplexityRatio", bound = Bound.AT_MOST)
public @interface MaxPerplexityRatio {
  /** The limit: perplexity of the candidate / the baseline's; 1.02 allows 2 % more. */
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
    MaxPerplexityRatio[] value();
  }
}
