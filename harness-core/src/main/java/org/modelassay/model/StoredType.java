package org.modelassay.model;

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
  BF16(2);

  private final int bytes;

  StoredType(int bytes) {
    this.bytes = bytes;
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
