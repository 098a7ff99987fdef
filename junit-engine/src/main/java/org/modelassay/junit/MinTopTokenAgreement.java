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
 * The share of positions where candidate and baseline put the same token first may not be below the
 * limit: of all predicted tokens of a corpus in a coding check, of the items' first answer tokens
 * in a choices check.
 *
 * <p>It bounds the metric {@code coding.topTokenAgreement} or {@code choices.topTokenAgreement}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MinTopTokenAgreement.List.class)
@LimitType(
    metric = {"coding.topTokenAgreement", "choices.topTokenAgreement"},
    bound = Bound.AT_LEAST)
public @interface MinTopTokenAgreement {
  /** The limit: share from 0 to 1. */
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
    MinTopTokenAgreement[] value();
  }
}
