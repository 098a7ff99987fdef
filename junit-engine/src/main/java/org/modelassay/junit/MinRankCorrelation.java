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
 * Spearman's correlation of dispersion and mean label over slices may not be below the limit.
 *
 * <p>It bounds the metric {@code ranking.spearman}, which needs labels.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MinRankCorrelation.List.class)
@LimitType(metric = "ranking.spearman", bound = Bound.AT_LEAST)
public @interface MinRankCorrelation {
  /** The limit: from -1 to 1; at 1 every easier slice must be wider. */
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
    MinRankCorrelation[] value();
  }
}
