package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.modelassay.gate.Bound;

/**
 * Makes an annotation a limit: all named limits are declared by it, and a team declares its own the
 * same way.
 *
 * <p>The annotation must have an attribute {@code double value()} and may have {@code Decision
 * by()} and {@code String candidate()}; where they are absent, the limit is by {@code ESTIMATE} and for
 * all candidates. It may be repeatable. Example:
 *
 * <pre>{@code
 * @Retention(RetentionPolicy.RUNTIME)
 * @Target(ElementType.METHOD)
 * @LimitType(metric = "choices.flipRate", bound = Bound.AT_MOST)
 * @interface ReleaseFlips {
 *   double value() default 0.02;
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.ANNOTATION_TYPE)
public @interface LimitType {
  /**
   * Names of the metrics that it bounds, one for each kind of check that it is for; the one whose
   * first part is the check's kind is taken. An attribute in braces stands for a quantile of that
   * attribute's value: {@code coding.klDivergence.{q}} with {@code q = 0.99} is {@code
   * coding.klDivergence.p99}. Of an attribute that is a text it stands for the text; the part of
   * the name that it is in is left out where the text is empty: {@code
   * dispersion.mean.layer{layer}} with {@code layer = "-2"} is {@code dispersion.mean.layer-2}.
   */
  String[] metric();

  /** The side that it bounds. */
  Bound bound();
}
