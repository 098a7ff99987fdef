package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;
import org.modelassay.coding.Bos;
import org.modelassay.coding.Windowing;

/**
 * A check of how well a model codes a corpus: bits per byte, LMCR, perplexity and, against the
 * baseline, the divergence of its predictions.
 *
 * <p>The method may take a {@link org.modelassay.coding.CodingResult}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Testable
public @interface Coding {
  /**
   * The corpus: a JSONL file (a document a line), a folder (a document a file), or a {@code
   * loglikelihood_rolling} task file of lm-evaluation-harness, {@code *.yaml}.
   */
  String corpus();

  /**
   * The rule that cuts the corpus into windows: the three settings below, or that of another tool,
   * which they must not contradict.
   */
  Windowing windowing() default Windowing.DEFAULT;

  /** Inputs of a window, in tokens; 0 for the smaller of 2048 and the model's context. */
  int window() default 0;

  /** Newly scored targets of a window, in tokens; 0 for the whole window. */
  int stride() default 0;

  /** What stands before a window; it is never coded. */
  Bos bos() default Bos.AUTO;

  /**
   * Documents that are coded and decoded back step by step, as a proof; 0 for none. When one comes
   * back as something else, the check fails whatever its limits say.
   */
  int roundTrip() default 1;

  /** How LongPPL is taken; at most one, none for no LongPPL. */
  LongPpl[] longPpl() default {};

  /** The constant b of Information Capacity; its authors take -24 for mixed text. */
  double informationBias() default -24;

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};
}
