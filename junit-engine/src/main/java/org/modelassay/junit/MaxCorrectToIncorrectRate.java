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
 * The share of items that the baseline answers right and the candidate wrong may not be above the
 * limit.
 *
 * <p>It bounds the metric {@code choices.correctToIncorrectRate} or {@code
 * generation.correctToIncorrectRate}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxCorrectToIncorrectRate.List.class)
@LimitType(
    metric = {"choices.correctToIncorrectRate", "generation.correctToIncorrectRate"},
    bound = Bound.AT_MOST)
public @interface MaxCorrectToIncorrectRate {
  /** The limit: share from 0 to 1, of all items. */
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
    MaxCorrectToIncorrectRate[] value();
  }
}
