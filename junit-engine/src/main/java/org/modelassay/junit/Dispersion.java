package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * A check of how far apart a model's hidden states lie: their mean pairwise cosine distance.
 *
 * <p>The method may take a {@link org.modelassay.dispersion.DispersionResult}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Testable
public @interface Dispersion {
  /** The corpus: a JSONL file (a document a line) or a folder (a document a file). */
  String corpus();

  /**
   * Layers measured: 0 is the embedding, negative numbers count from the end, -1 is the last one
   * after the final norm. Limits bind to the first.
   */
  int[] layers() default {-1};

  /** Which pairs of states are compared. */
  Over over() default Over.WITHIN_SEGMENT;

  /** Tokens of a segment. */
  int segmentLength() default 512;

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};

  /** Pairs of hidden states. */
  enum Over {
    /** All positions of one segment; the mean over segments. */
    WITHIN_SEGMENT,
    /** The last states of all segments. */
    ACROSS_SEGMENTS
  }
}
