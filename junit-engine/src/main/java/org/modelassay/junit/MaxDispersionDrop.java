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
 * Dispersion may not fall below the baseline's by more than the limit.
 *
 * <p>It bounds the metric {@code dispersion.drop}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxDispersionDrop.List.class)
@LimitType(metric = "dispersion.drop", bound = Bound.AT_MOST)
public @interface MaxDispersionDrop {
  /** The limit: dispersion of the baseline less the candidate's, in cosine distance. */
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
    MaxDispersionDrop[] value();
  }
}
