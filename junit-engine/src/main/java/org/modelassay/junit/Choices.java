package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;
import org.modelassay.measure.TextRule;

/**
 * A check of the answers a model gives to multiple-choice items: accuracy and, against the
 * baseline, the answers that flipped.
 *
 * <p>The method may take a {@link org.modelassay.flips.ChoicesResult}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Testable
public @interface Choices {
  /**
   * The task: a JSONL file, an item a line, or a {@code multiple_choice} or {@code loglikelihood}
   * task file of lm-evaluation-harness, {@code *.yaml}.
   */
  String task();

  /** Items taken, the first ones of the file, of a group of tasks in turn; 0 for all. */
  int items() default 0;

  /** Whether only items marked critical are read and judged. */
  boolean criticalOnly() default false;

  /**
   * Whether reading stops as soon as the limits are decided at the stated confidence: items are
   * taken in an order drawn by their ids, critical ones first. Such figures are never accepted.
   */
  boolean sequential() default false;

  /**
   * Few-shot examples in front of each question of a task file, in place of its {@code
   * num_fewshot}; -1 for what the file says.
   */
  int shots() default -1;

  /**
   * Rules of reading a text in which a candidate may differ from the baseline. Any other difference
   * is an error, for its effect would be taken for that of the weights.
   */
  TextRule[] allowDifferent() default {};

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};
}
