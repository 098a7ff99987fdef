package org.modelassay.model;

/** The type a model computes in. */
public enum DType {
  /** FLOAT32 on a CPU, the checkpoint's own type on a GPU. */
  AUTO,
  /** IEEE single precision. */
  FLOAT32,
  /** bfloat16. */
  BFLOAT16,
  /** IEEE half precision. */
  FLOAT16
}
