package org.modelassay.torch;

/** A type that libtorch computes in, with its number there. */
public enum Precision {
  /** IEEE single precision. */
  FLOAT32(6, 4),
  /** bfloat16. */
  BFLOAT16(15, 2),
  /** IEEE half precision. */
  FLOAT16(5, 2);

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
