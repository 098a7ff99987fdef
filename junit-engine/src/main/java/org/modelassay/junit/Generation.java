package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * A check of what a model writes: length, truncation, where prompts have answers how many are
 * right, and, against the baseline, shortening, agreement and flipped answers. Greedy, unless a
 * temperature is set or a task file says otherwise.
 *
 * <p>The method may take a {@link org.modelassay.brevity.GenerationResult}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Testable
public @interface Generation {
  /**
   * The prompts: a JSONL file, a prompt a line, or a {@code generate_until} task file of
   * lm-evaluation-harness, {@code *.yaml}.
   */
  String prompts();

  /** Prompts taken, the first ones of the file, of a group of tasks in turn; 0 for all. */
  int items() default 0;

  /**
   * Few-shot examples in front of each prompt of a task file, in place of its {@code num_fewshot};
   * -1 for what the file says.
   */
  int shots() default -1;

  /**
   * Name of the entry of the task file's {@code filter_list} that figures and limits are of; empty
   * for the first.
   */
  String filter() default "";

  /** Tokens after which an output is cut; 0 for what the task file says, or else 256. */
  int maxNewTokens() default 0;

  /**
   * Texts that end an output where they first appear; they are no part of it. Empty for what the
   * task file says.
   */
  String[] stop() default {};

  /**
   * What logits are divided by before a token is drawn; 0 takes the most likely one, or does what
   * the task file says.
   */
  double temperature() default 0;

  /** How many of the most likely tokens are drawn from; 0 is all. */
  int topK() default 0;

  /** Of those, only the most likely that have this probability together are; 1 is all. */
  double topP() default 1;

  /** Decides the draws, together with the prompt's id and the position in the output. */
  long seed() default 0;

  /**
   * A sentence encoder, by whose embeddings outputs are compared with the baseline's: a directory
   * in the layout of sentence-transformers, or {@code hf:org/name@revision}; empty for none.
   */
  String encoder() default "";

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};
}
