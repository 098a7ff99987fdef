package org.modelassay.data.file;

import com.jerolba.carpet.CarpetReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/** Apache Parquet by Carpet, a dependency that is optional. */
final class ParquetFile {
  private ParquetFile() {}

  static List<Row> read(Path file) {
    if (Files.notExists(file)) {
      throw Utf8File.missing(file, "a Parquet file");
    }
    try {
      return Reader.read(file);
    } catch (NoClassDefFoundError e) {
      throw new AssayException(
          file
              + ": Parquet needs a library that is not on the class path; add"
              + " com.jerolba:carpet-record to the dependencies of the project (scope test), or"
              + " write the rows as JSONL",
          e);
    }
  }

  /** Apart, so that its library is asked for only when a file is read. */
  private static final class Reader {
    @SuppressWarnings("rawtypes") // what Carpet calls a row of any columns
    static List<Row> read(Path file) {
      var rows = new ArrayList<Row>();
      try {
        for (Map row : new CarpetReader<>(file.toFile(), Map.class)) {
          rows.add(new Row(fields(row, file), file + ", row " + rows.size()));
        }
      } catch (AssayException e) {
        throw e;
      } catch (RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
          cause = cause.getCause();
        }
        throw new AssayException(
            file + ": not a Parquet file that can be read (" + cause.getMessage() + "); check it",
            e);
      }
      if (rows.isEmpty()) {
        throw new AssayException(file + ": holds no row; expected one at least; add one");
      }
      return rows;
    }

    private static Map<String, @Nullable Object> fields(Map<?, ?> row, Path file) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      row.forEach((name, value) -> fields.put(String.valueOf(name), plain(value, file)));
      return fields;
    }

    private static @Nullable Object plain(@Nullable Object value, Path file) {
      if (value == null
          || value instanceof String
          || value instanceof Boolean
          || value instanceof Double) {
        return value;
      } else if (value instanceof Float || value instanceof BigDecimal) {
        return ((Number) value).doubleValue();
      } else if (value instanceof Number number) {
        return BigInteger.valueOf(number.longValue());
      } else if (value instanceof List<?> list) {
        List<@Nullable Object> values = new ArrayList<>(list.size());
        list.forEach(each -> values.add(plain(each, file)));
        return values;
      } else if (value instanceof Map<?, ?> map) {
        return fields(map, file);
      } else if (value instanceof Temporal) {
        return value.toString();
      }
      throw new AssayException(
          file
              + ": holds values of the type "
              + value.getClass().getSimpleName()
              + "; expected texts, numbers, truths, lists and structs of them; write the rows as"
              + " JSONL");
    }
  }
}
