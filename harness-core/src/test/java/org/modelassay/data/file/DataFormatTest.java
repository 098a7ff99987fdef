package org.modelassay.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;
import org.modelassay.data.file.DataFormat.Options;

/** What the task files of lm-evaluation-harness do not show of data files. */
class DataFormatTest {
  private final Path folder;

  DataFormatTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aColumnsTypeIsThatOfAllItsValues() throws IOException {
    // As pandas 2 reads it: {c: df[c].tolist() for c in df}, NaN and NA as null.
    Path file =
        write(
            "a.csv",
            """
            int,gap,float,truth,text,same,same,
            1, 2 ,1,True,1,x,y,z
            -2,,2.5,FALSE,x,,,

            +3,NA,1e3,true,0x1,None,"a ""b""\t,",
            """);

    List<Row> rows = DataFormat.CSV.read(List.of(file), Options.NONE);

    assertThat(column(rows, "int")).containsExactly(big(1), big(-2), big(3));
    assertThat(column(rows, "gap")).containsExactly(2.0, null, null);
    assertThat(column(rows, "float")).containsExactly(1.0, 2.5, 1000.0);
    assertThat(column(rows, "truth")).containsExactly(true, false, true);
    assertThat(column(rows, "text")).containsExactly("1", "x", "0x1");
    assertThat(column(rows, "same")).containsExactly("x", null, null);
    assertThat(column(rows, "same.1")).containsExactly("y", null, "a \"b\"\t,");
    assertThat(column(rows, "Unnamed: 7")).containsExactly("z", null, null);
    assertThat(rows.get(2).place()).isEqualTo(file + ":5");
  }

  @Test
  void rowsOfSeveralFilesHaveTheFieldsOfAll() throws IOException {
    Path one = write("a.jsonl", "{\"a\": 1}\n");
    Path array = write("b.json", "[\n{\"b\": [1.5, null]},\n{\"a\": {\"c\": \"x\"}}\n]");
    Path texts = write("c.json", "[\"only\", \"texts\"]");

    assertThat(DataFormat.JSON.read(List.of(one, array), Options.NONE))
        .extracting(row -> row.place() + " " + row.fields())
        .containsExactly(
            one + ":1 {a=1, b=null}",
            array + ":2 {a=null, b=[1.5, null]}",
            array + ":3 {a={c=x}, b=null}");
    assertThat(column(DataFormat.JSON.read(List.of(texts), Options.NONE), "text"))
        .containsExactly("only", "texts");
  }

  @Test
  void wholeNumbersBesideOthersAreOthers() throws IOException {
    // As pyarrow types the column; a template shows 1.0.
    Path file = write("mixed.jsonl", "{\"a\": 1}\n{\"a\": 2.5}\n{\"a\": null}\n");

    assertThat(column(DataFormat.JSON.read(List.of(file), Options.NONE), "a"))
        .containsExactly(1.0, 2.5, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          a.csv | a,b | %s: holds no row; expected a line of names and a row a line; add one
          a.csv | a;1,2 | %s:2: 2 values; expected the 1 that the first line names; quote what holds a separator
          a.csv | a;"1 | *%s:2: not CSV (
          a.json | [ | *%s:1: not a JSON array (
          a.json | [{"a": 1};{] | *%s:2: not a JSON array (
          a.json | [1] | %s:1: found the number 1; expected an object like *
          a.json | [] | %s: is empty; expected at least one object like *
          a.json | {"rows"; : 1} | %s: no array in the field "rows"; expected one of objects like *
          a.json | {"other": [1]} | %s: no array in the field "rows"; expected one of objects like *
          a.parquet | PAR1 | *%s: not a Parquet file that can be read (
          """)
  void whatIsWrongIsToldWithTheFile(String name, String content, String message)
      throws IOException {
    Path file = write(name, content.replace(';', '\n'));
    Options options = new Options(content.startsWith("{") ? "rows" : null, null);
    DataFormat format = Objects.requireNonNull(DataFormat.of(file));

    String start =
        message.replaceFirst("^\\*", "").replaceFirst("\\*$", "").replace("%s", file.toString());
    assertThatThrownBy(() -> format.read(List.of(file), options))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(start);
  }

  @Test
  void damagedParquetIsAnError() throws IOException, URISyntaxException {
    byte[] whole = Files.readAllBytes(parquet());
    var random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] damaged =
          i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int j = 0; i % 2 == 1 && j < 4; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("damaged.parquet"), damaged);
      try {
        assertThat(DataFormat.PARQUET.read(List.of(file), Options.NONE)).isNotEmpty();
      } catch (AssayException e) {
        assertThat(e).hasMessageContaining("damaged.parquet");
      }
    }
  }

  @Test
  void withoutTheLibraryOfParquetItIsNamed() throws Exception {
    Path file = parquet();
    try (var without = new Without()) {
      Class<?> format = without.loadClass(DataFormat.class.getName());
      Class<?> options = without.loadClass(Options.class.getName());
      Method read = format.getMethod("read", List.class, options);

      assertThatThrownBy(
              () ->
                  read.invoke(
                      format.getField("PARQUET").get(null),
                      List.of(file),
                      options.getField("NONE").get(null)))
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .hasMessage(
              file
                  + ": Parquet needs a library that is not on the class path; add"
                  + " com.jerolba:carpet-record to the dependencies of the project (scope test),"
                  + " or write the rows as JSONL");
    }
  }

  /** Our own classes over again, on a class path without Carpet. */
  private static final class Without extends URLClassLoader {
    Without() {
      super(new URL[0], DataFormatTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.jerolba.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("org.modelassay.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private static List<Object> column(List<Row> rows, String name) {
    return rows.stream().map(row -> row.fields().get(name)).toList();
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static Path parquet() throws URISyntaxException {
    URL url = DataFormatTest.class.getResource("/lm-eval/tasks/corners/data/rows.parquet");
    return Path.of(Objects.requireNonNull(url).toURI());
  }
}
