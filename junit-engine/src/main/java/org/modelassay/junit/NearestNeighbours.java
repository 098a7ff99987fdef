package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;
import org.modelassay.knnlm.Search;
import org.modelassay.model.Sublayer;

/**
 * A check of which hidden state serves best as the key of a kNN-LM, and of what it gains:
 * dispersion picks the state, the perplexity by state verifies the choice.
 *
 * <p>The method may take a {@link org.modelassay.knnlm.KnnLmResult}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Testable
public @interface NearestNeighbours {
  /** The corpus that is predicted: a JSONL file (a document a line) or a folder. */
  String corpus();

  /** The corpus whose tokens are found again; shares no document with the other. */
  String datastore();

  /** Blocks whose states are compared: negative numbers count from the end, 0 is the embedding. */
  int[] layers() default {-1};

  /** Where in each block. */
  Sublayer[] sublayers() default {Sublayer.ATTENTION, Sublayer.MLP_INPUT, Sublayer.MLP};

  /** Tokens read together. */
  int window() default 512;

  /** Neighbours of each target. */
  int k() default 64;

  /** How they are found. */
  Search search() default Search.EXACT;

  /** What squared distances are divided by; NaN, with lambda: tuned, state by state. */
  double temperature() default Double.NaN;

  /** Share of the neighbours in the mixture; NaN, with temperature: tuned, state by state. */
  double lambda() default Double.NaN;

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};
}
