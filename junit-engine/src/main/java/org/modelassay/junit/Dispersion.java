package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;
import org.modelassay.dispersion.Pooling;
import org.modelassay.model.Sublayer;

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

  /** Where in the block of each layer. */
  Sublayer[] sublayers() default {Sublayer.BLOCK};

  /** Which pairs of states are compared. */
  Over over() default Over.WITHIN_SEGMENT;

  /** Which state stands for a segment where segments are compared. */
  Pooling pooling() default Pooling.LAST_TOKEN;

  /**
   * Whether the mean state of all positions is taken from each, which shows what one large common
   * direction hides. Centred and plain figures do not compare.
   */
  boolean centred() default false;

  /** Tokens of a segment. */
  int segmentLength() default 512;

  /** How many segments of the corpus are measured, drawn without replacement; 0 for all. */
  int segments() default 0;

  /** Seed of the drawing. */
  long seed() default 42;

  /** Whether and how dispersion is set beside perplexity; at most one. */
  AgainstPerplexity[] againstPerplexity() default {};

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};

  /** Pairs of hidden states. */
  enum Over {
    /** All positions of one segment; the mean over segments. */
    WITHIN_SEGMENT,
    /** All segments, each by its pooled state. */
    ACROSS_SEGMENTS
  }
}
