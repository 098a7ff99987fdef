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
 * The share by which the outputs became shorter than the baseline's may not be below the limit.
 *
 * <p>It bounds the metric {@code generation.shorteningRate}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MinShorteningRate.List.class)
@LimitType(metric = "generation.shorteningRate", bound = Bound.AT_LEAST)
public @interface MinShorteningRate {
  /** The limit: share; 0.2 asks for outputs a fifth shorter. */
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
    MinShorteningRate[] value();
  }
}
