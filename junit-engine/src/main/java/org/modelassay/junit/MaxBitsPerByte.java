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
 * Bits per UTF-8 byte of the corpus may not be above the limit.
 *
 * <p>It bounds the metric {@code coding.bitsPerByte}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(MaxBitsPerByte.List.class)
@LimitType(metric = "coding.bitsPerByte", bound = Bound.AT_MOST)
public @interface MaxBitsPerByte {
  /** The limit: sum of -log2 p / UTF-8 bytes; smaller is better. */
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
    MaxBitsPerByte[] value();
  }
}
