package org.modelassay.torch;

/** A type that libtorch computes in, with its number there. */
public enum Precision {
  /** IEEE single precision. */
  F32(6, 4),
  /** bfloat16. */
  BF16(15, 2),
  /** IEEE half precision. */
  F16(5, 2);

  private final int code;
  private final int bytes;

  Precision(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  int code() {
    return code;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }
}
