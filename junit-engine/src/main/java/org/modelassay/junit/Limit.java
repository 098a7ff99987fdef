package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.modelassay.gate.Decision;

/**
 * A limit on any metric that the check gives, by the metric's name.
 *
 * <p>At least one of {@link #atMost} and {@link #atLeast} must be given; both bound the metric on
 * both sides.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Limit.List.class)
public @interface Limit {
  /** Name of the metric, such as {@code choices.margin.mean}. */
  String metric();

  /** The figure may not be above it. */
  double atMost() default Double.NaN;

  /** The figure may not be below it. */
  double atLeast() default Double.NaN;

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
    Limit[] value();
  }
}
