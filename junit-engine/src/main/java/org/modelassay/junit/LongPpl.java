package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a {@link Coding} check takes LongPPL (Fang et al. 2024, arXiv 2410.23771): perplexity over
 * those tokens that an evaluator model needs a long context for.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface LongPpl {
  /**
   * The evaluator, as {@link ModelSpec#baseline} names models. Not the judged model: a weak model
   * finds no key tokens.
   */
  String evaluator();

  /** The short context, in the evaluator's tokens. */
  int shortContext() default 4096;

  /** Tokens that share a short context. */
  int stride() default 1024;

  /** Nats that the long context must help a token by. */
  double alpha() default 2;

  /** Nats that a token's log-likelihood must be above. */
  double beta() default -2;
}
