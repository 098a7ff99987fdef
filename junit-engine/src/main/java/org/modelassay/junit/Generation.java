package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/**
 * A check of what a model writes, greedily decoded: length, truncation and, against the baseline,
 * shortening and agreement.
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

  /** How people call the check; empty for the method's name. */
  String displayName() default "";

  /** Tags of the check, beside those of its spec. */
  String[] tags() default {};
}
