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
 * LMCR, the coded size of the corpus by its size in UTF-8 bytes, may not be above the limit.
 *
 * <p>It bounds the metric {@code coding.lmcr}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxLmcr.List.class)
@LimitType(metric = "coding.lmcr", bound = Bound.AT_MOST)
public @interface MaxLmcr {
  /** The limit: bytes of the arithmetic-coded corpus / bytes of the corpus; smaller is better. */
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
    MaxLmcr[] value();
  }
}
