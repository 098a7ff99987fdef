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
 * The mean similarity of outputs to the baseline's, the cosine of their sentence embeddings, may
 * not be below the limit. It needs {@link Generation#encoder}.
 *
 * <p>It bounds the metric {@code generation.similarity}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MinSimilarity.List.class)
@LimitType(metric = "generation.similarity", bound = Bound.AT_LEAST)
public @interface MinSimilarity {
  /** The limit: cosine from -1 to 1. */
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
    MinSimilarity[] value();
  }
}
