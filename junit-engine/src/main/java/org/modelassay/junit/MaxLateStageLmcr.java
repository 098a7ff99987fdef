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
 * Late-stage LMCR, the coded bytes for each token of the corpus, may not be above the limit.
 *
 * <p>It bounds the metric {@code coding.lateStageLmcr}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxLateStageLmcr.List.class)
@LimitType(metric = "coding.lateStageLmcr", bound = Bound.AT_MOST)
public @interface MaxLateStageLmcr {
  /** The limit: bytes of the arithmetic-coded corpus / tokens of the corpus; smaller is better. */
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
    MaxLateStageLmcr[] value();
  }
}
