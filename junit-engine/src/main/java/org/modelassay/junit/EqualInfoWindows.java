package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;
import org.modelassay.coding.equalinfo.ContextReset;
import org.modelassay.coding.equalinfo.WindowRule;

/**
 * A check of how well a model codes a corpus into windows of equally many bits, the tokens of
 * another model that would learn from them: Equal-Info Windows, arXiv 2404.03626.
 *
 * <p>The method may take an {@link org.modelassay.coding.equalinfo.EqualInfoResult}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Testable
public @interface EqualInfoWindows {
  /**
   * The corpus: a JSONL file (a document a line), a folder (a document a file), or a {@code
   * loglikelihood_rolling} task file of lm-evaluation-harness, {@code *.yaml}.
   */
  String corpus();

  /** Bits of a window: 16, 24, 32, 64 or 128. */
  int windowBits() default 16;

  /** Bits of a token: 8 or 16. */
  int tokenBits() default 16;

  /** How many of the model's tokens a window holds. */
  WindowRule rule() default WindowRule.SHORTEST_PREFIX;

  /** Before which windows the model forgets what it read. */
  ContextReset reset() default ContextReset.EVERY_WINDOW;

  /**
   * Parameters of the model that would learn from the tokens, embeddings left out: what its
   * operations per byte are counted for.
   */
  long learnerParameters() default 25_000_000;

  /** Documents that are decoded back step by step, as a proof; 0 for none. */
  int roundTrip() default 1;

  /**
   * Words of the corpus behind each of which one of its sentences is coded, to see how stable the
   * tokens are; 0 for none.
   */
  int stabilityWords() default 100;

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};
}
