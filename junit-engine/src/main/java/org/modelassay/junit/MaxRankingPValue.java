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
 * The p value of dispersion growing with the mean label may not be above the limit: the share of
 * the orders of slices whose correlation is at least as high. Of n slices it is 1 / n! or more.
 *
 * <p>It bounds the metric {@code ranking.spearman.pValue}, which needs labels and has no interval:
 * it is judged by {@code ESTIMATE}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxRankingPValue.List.class)
@LimitType(metric = "ranking.spearman.pValue", bound = Bound.AT_MOST)
public @interface MaxRankingPValue {
  /** The limit: probability from 0 to 1, such as 0.05. */
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
    MaxRankingPValue[] value();
  }
}
