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
 * Perplexity per token may not be above the limit.
 *
 * <p>It bounds the metric {@code coding.perplexity}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxPerplexity.List.class)
@LimitType(metric = "coding.perplexity", bound = Bound.AT_MOST)
public @interface MaxPerplexity {
  /**
   * The limit: exp(mean of -ln p over the scored tokens); smaller is better. Compare models of one
   * tokenizer only.
   */
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
    MaxPerplexity[] value();
  }
}
