package org.modelassay.model;

/** The type a model computes in. */
public enum DType {
  /** F32 on a CPU, the checkpoint's own type on a GPU. */
  AUTO,
  /** IEEE single precision. */
  F32,
  /** bfloat16. */
  BF16,
  /** IEEE half precision; not on a CPU. */
  F16
}
