package org.modelassay.model.checkpoint;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.modelassay.AssayException;

/** The type of the numbers in a file. */
public enum StoredType {
  /** IEEE double precision. */
  F64(8),
  /** IEEE single precision. */
  F32(4),
  /** IEEE half precision. */
  F16(2),
  /** bfloat16. */
  BF16(2),
  /** 8 bits: 4 of exponent, 3 of mantissa, no infinity. */
  F8_E4M3(1),
  /** 8 bits: 5 of exponent, 2 of mantissa. */
  F8_E5M2(1),
  /** Signed whole numbers. */
  I64(8),
  /** Signed whole numbers. */
  I32(4),
  /** Signed whole numbers. */
  I16(2),
  /** Signed whole numbers. */
  I8(1),
  /** Bytes. */
  U8(1),
  /** Truth values. */
  BOOL(1);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
  }

  /** Whether its numbers are weights as they stand; whole numbers are codes of something. */
  public boolean floating() {
    return compareTo(I64) < 0;
  }

  /** Bytes of one number. */
  public int bytes() {
    return bytes;
  }

  static StoredType of(String name, String where) {
    for (StoredType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new AssayException(
        where
            + ": numbers of type "
            + name
            + " cannot be read; supported are "
            + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")));
  }
}
