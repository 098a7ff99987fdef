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
 * Bits per character (Unicode code point) of the corpus may not be above the limit.
 *
 * <p>It bounds the metric {@code coding.bitsPerCharacter}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxBitsPerCharacter.List.class)
@LimitType(metric = "coding.bitsPerCharacter", bound = Bound.AT_MOST)
public @interface MaxBitsPerCharacter {
  /** The limit: sum of -log2 p / code points; smaller is better. */
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
    MaxBitsPerCharacter[] value();
  }
}
