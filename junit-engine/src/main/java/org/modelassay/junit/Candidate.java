package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A changed model of a {@link ModelSpec}: other files, a treatment of the weights at load, or both.
 *
 * <p>Every check of the spec runs once for each candidate. A class that declares candidates
 * replaces those of its superclass.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Candidate.List.class)
public @interface Candidate {
  /** Its name, unique in the spec; limits name it so. */
  String name();

  /** Where it lies, as {@link ModelSpec#baseline()}; empty for the baseline's. */
  String model() default "";

  /** What is done to its weights at load, such as {@code quantize(bits=4, group=64)}. */
  String treatment() default "";

  /** Several candidates of one spec. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface List {
    /** The candidates. */
    Candidate[] value();
  }
}
