package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * A check of what a model writes: length, truncation and, against the baseline, shortening and
 * agreement. Greedy, unless a temperature is set.
 *
 * <p>The method may take a {@link org.modelassay.brevity.GenerationResult}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Testable
public @interface Generation {
  /** The prompts: a JSONL file, a prompt a line. */
  String prompts();

  /** Tokens after which an output is cut. */
  int maxNewTokens() default 256;

  /** Texts that end an output where they first appear; they are no part of it. */
  String[] stop() default {};

  /** What logits are divided by before a token is drawn; 0 takes the most likely one. */
  double temperature() default 0;

  /** How many of the most likely tokens are drawn from; 0 is all. */
  int topK() default 0;

  /** Of those, only the most likely that have this probability together are; 1 is all. */
  double topP() default 1;

  /** Decides the draws, together with the prompt's id and the position in the output. */
  long seed() default 0;

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};
}
