package org.modelassay.data.file;

import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a data file.
 *
 * @param fields values by name: String, BigInteger, Double, Boolean, null, List or Map of such
 * @param place where it stands, as messages begin: file and line, or file and row
 */
public record Row(Map<String, @Nullable Object> fields, String place) {
  /** What its field {@code id} names it, or null. */
  public @Nullable String id() {
    Object id = fields.get("id");
    boolean names = id instanceof BigInteger || (id instanceof String text && !text.isBlank());
    return names ? String.valueOf(id) : null;
  }
}
