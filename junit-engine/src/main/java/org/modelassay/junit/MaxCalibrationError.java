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
 * The expected calibration error of the answers may not be above the limit: how far the
 * probabilities of the answers are from the share that is right, over 15 bins of equal width.
 *
 * <p>It bounds the metric {@code choices.calibrationError}, which has no interval: it is judged by
 * {@code ESTIMATE}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxCalibrationError.List.class)
@LimitType(metric = "choices.calibrationError", bound = Bound.AT_MOST)
public @interface MaxCalibrationError {
  /** The limit: probability from 0 to 1. */
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
    MaxCalibrationError[] value();
  }
}
