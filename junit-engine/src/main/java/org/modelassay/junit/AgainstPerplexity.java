package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a {@link Dispersion} check sets dispersion beside perplexity (arXiv 2506.24106): segments are
 * sorted by perplexity and cut into groups, of which those stay whose mean perplexities lie nearest
 * to an even grid. The correlations over groups stand beside those over single segments, which
 * averaging does not inflate.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface AgainstPerplexity {
  /** Segments of a group, at least 2. */
  int groupSize() default 100;

  /** Points of the grid, and so the most groups that stay. */
  int groups() default 100;

  /** Groups of this mean perplexity and above are left out; the paper drops those from 25 on. */
  double belowPerplexity() default Double.POSITIVE_INFINITY;
}
