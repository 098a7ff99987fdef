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
 * Dispersion may not fall below the baseline's by more than a share of it: layers differ too much
 * in scale for one distance to fit them.
 *
 * <p>It bounds the metric {@code dispersion.relativeDrop}, or of one layer such as {@code
 * dispersion.relativeDrop.layer-1}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxDispersionDrop.List.class)
@LimitType(metric = "dispersion.relativeDrop.layer{layer}", bound = Bound.AT_MOST)
public @interface MaxDispersionDrop {
  /** The limit: a share of the baseline's dispersion, 0.02 for 2 %. */
  double value();

  /**
   * The layer as the check's {@code layers} names it, with the sub-layer behind it where it is not
   * the block, such as {@code "-1"} or {@code "12.attention"}; empty for the first one asked for.
   */
  String layer() default "";

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
