package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Figures may not be worse than the accepted ones by more than max(absolute, relative x
 * |accepted|).
 *
 * <p>The accepted figures stand in {@code src/assay/accepted.json}; the goal {@code assay:accept}
 * writes them. On a class it stands for every check; the method's own replaces it. A figure that
 * got better never fails.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface NoRegression {
  /** Names of the guarded metrics; empty for those that the check has limits on. */
  String[] metrics() default {};

  /** Allowance in the metric's unit, at least 0. */
  double absolute() default 0;

  /** Allowance as a share of the accepted figure, at least 0. */
  double relative() default 0;
}
