package org.modelassay.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;
import org.modelassay.model.DType;

/**
 * A class whose annotated methods say what must hold of changed models against their baseline.
 *
 * <p>A spec is a concrete class, top-level or static nested, with a constructor without parameters.
 * Annotations and checks of its superclasses count; an abstract class is never run itself. Paths
 * are relative to the module ({@code assay.basedir}).
 *
 * @see Candidate
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Testable
public @interface ModelSpec {
  /**
   * The model that all candidates are compared with: a directory in Hugging Face layout, a {@code
   * .gguf} file, a LoRA adapter, or {@code hf:org/name@revision}.
   */
  String baseline();

  /**
   * The one changed model, which is then named {@code candidate}; the short form of {@link
   * Candidate}. Empty for none.
   */
  String candidate() default "";

  /** How people call the spec; empty for the name of the class. */
  String displayName() default "";

  /** Tags of the spec and of all its checks. */
  String[] tags() default {};

  /** The type that baseline and candidates compute in. */
  DType dtype() default DType.AUTO;
}
