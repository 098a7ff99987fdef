package org.modelassay.data.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/**
 * Comma-separated values with a line of names. A column is of whole numbers, of numbers, of truths
 * or of texts by all its values, and what stands for a missing value is null, as pandas' {@code
 * read_csv} has it (its documentation of {@code na_values}); a column of whole numbers of which one
 * is missing is of numbers.
 */
final class CsvFile {
  private static final Set<String> MISSING =
      Set.of(
          "",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "-1.#IND",
          "-1.#QNAN",
          "-NaN",
          "-nan",
          "1.#IND",
          "1.#QNAN",
          "<NA>",
          "N/A",
          "NA",
          "NULL",
          "NaN",
          "None",
          "n/a",
          "nan",
          "null");
  private static final Set<String> TRUE = Set.of("True", "TRUE", "true");
  private static final Set<String> FALSE = Set.of("False", "FALSE", "false");
  private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?[0-9]{1,18}\\s*");
  private static final Pattern NUMBER =
      Pattern.compile(
          "\\s*[+-]?(([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?|(?i:inf|infinity))\\s*");

  private CsvFile() {}

  static List<Row> read(Path file, char separator) {
    String text = Utf8File.read(file, "a CSV file with a line of names");
    ObjectReader reader =
        new CsvMapper()
            .readerForArrayOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES)
            .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    var lines = new ArrayList<String[]>();
    var places = new ArrayList<String>();
    try (MappingIterator<String[]> values = reader.readValues(text)) {
      while (values.hasNextValue()) {
        places.add(file + ":" + values.getCurrentLocation().getLineNr());
        lines.add(values.nextValue());
      }
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
      throw new AssayException(
          file + line + ": not CSV (" + e.getOriginalMessage() + "); correct it there", e);
    } catch (IOException e) {
      throw Utf8File.unreadable(file, "a CSV file", e);
    }
    if (lines.size() < 2) {
      throw new AssayException(
          file + ": holds no row; expected a line of names and a row a line; add one");
    }
    List<String> names = names(lines.get(0));
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).length > names.size()) {
        throw new AssayException(
            ("%s: %d values; expected the %d that the first line names; quote what holds a"
                    + " separator")
                .formatted(places.get(i), lines.get(i).length, names.size()));
      }
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    lines.forEach(line -> rows.add(new LinkedHashMap<>()));
    for (int column = 0; column < names.size(); column++) {
      List<@Nullable Object> values = typed(column(lines, column));
      for (int i = 1; i < lines.size(); i++) {
        rows.get(i).put(names.get(column), values.get(i - 1));
      }
    }
    var made = new ArrayList<Row>();
    for (int i = 1; i < lines.size(); i++) {
      made.add(new Row(rows.get(i), places.get(i)));
    }
    return made;
  }

  /** A name that stands twice gets a number behind it, and one that is empty a name. */
  private static List<String> names(String[] line) {
    var names = new ArrayList<String>();
    for (int i = 0; i < line.length; i++) {
      String name = line[i].isEmpty() ? "Unnamed: " + i : line[i];
      String unique = name;
      for (int n = 1; names.contains(unique); n++) {
        unique = name + "." + n;
      }
      names.add(unique);
    }
    return names;
  }

  /** A column's values, a missing one null. */
  private static List<@Nullable String> column(List<String[]> lines, int column) {
    List<@Nullable String> values = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      String value = column < line.length ? line[column] : "";
      values.add(MISSING.contains(value) ? null : value);
    }
    return values;
  }

  private static List<@Nullable Object> typed(List<@Nullable String> values) {
    List<@Nullable Object> typed = new ArrayList<>(values.size());
    boolean whole = all(values, value -> WHOLE.matcher(value).matches()) && !values.contains(null);
    boolean number = all(values, value -> NUMBER.matcher(value).matches());
    boolean truth = all(values, value -> TRUE.contains(value) || FALSE.contains(value));
    for (String value : values) {
      if (value == null) {
        typed.add(null);
      } else if (whole) {
        typed.add(new BigInteger(value.strip().replaceFirst("^\\+", "")));
      } else if (number) {
        typed.add(number(value.strip()));
      } else if (truth) {
        typed.add(TRUE.contains(value));
      } else {
        typed.add(value);
      }
    }
    return typed;
  }

  private static boolean all(List<@Nullable String> values, Predicate<String> holds) {
    return values.stream().allMatch(value -> value == null || holds.test(value));
  }

  private static double number(String text) {
    if (!text.toLowerCase(Locale.ROOT).contains("inf")) {
      return Double.parseDouble(text);
    }
    return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
