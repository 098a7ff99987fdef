package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;
import org.modelassay.dispersion.Pooling;
import org.modelassay.dispersion.ranking.Slicing;
import org.modelassay.model.Sublayer;

/**
 * A check of which parts of a data set a model finds hard: slices in the order of their dispersion,
 * the lowest first. It needs no labels; with labels it is tested whether the order is theirs.
 *
 * <p>The method may take a {@link org.modelassay.dispersion.ranking.RankingResult}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Testable
public @interface DispersionRanking {
  /**
   * The corpus: a JSONL file (a document a line) or a folder (a document a file). In JSONL each
   * document may have a {@code label}, a number or true or false, that grows as it gets easier,
   * such as whether a model answers it right; all have one or none.
   */
  String corpus();

  /** What makes a slice. */
  Slicing slices() default Slicing.TAG;

  /** How many clusters there are where they make the slices. */
  int clusters() default 10;

  /** Items that a slice must have to be ranked, at least 3. */
  int smallestSlice() default 10;

  /**
   * Tokens of an item that is cut from a document; 0 takes each document whole. Items of one length
   * compare best.
   */
  int segmentLength() default 0;

  /** The layer: 0 is the embedding, -1 the last one after the final norm. */
  int layer() default -1;

  /** Where in the block. */
  Sublayer sublayer() default Sublayer.BLOCK;

  /** Which state stands for an item. */
  Pooling pooling() default Pooling.LAST_TOKEN;

  /** Whether the mean state of all positions is taken from each. */
  boolean centred() default false;

  /** How many of the lowest slices have items listed for a person to read. */
  int tail() default 3;

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};
}
