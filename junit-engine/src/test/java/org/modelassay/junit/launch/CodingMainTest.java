package org.modelassay.junit.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.evaluation.FileCoding;

class CodingMainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final CodingMain main =
      new CodingMain(new PrintStream(out, true, StandardCharsets.UTF_8));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''|the first argument is ''; give encode or decode
          explain|the first argument is 'explain'; give encode or decode
          encode|--model is missing; give one (the property assay.model)
          encode --model m|--input is missing; give one (the property assay.input)
          decode --model m --input f|--output is missing; give one (the property assay.output)
          encode --model m --input f --output o --dtype int8|assay.dtype=int8 is no type; give AUTO, FLOAT32, BFLOAT16 or FLOAT16
          encode --modle m|--modle is no option; there are --model, --treatment, --dtype, --input, --output, --overwrite, --progress
          encode --model|--model has no value; give one after it
          """)
  void whatIsMissingOrWrongIsSaid(String arguments, String message) {
    assertThat(main.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
        .isEqualTo(CodingMain.FAILED);
    assertThat(lines()).hasToString(message + "\n");
  }

  @Test
  void theLastLineOfAFailureSaysWhy(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "no coded file");
    assertThat(
            main.run("decode", "--model", "m", "--input", "" + file, "--output", folder + "/text"))
        .isEqualTo(CodingMain.FAILED);
    assertThat(lines())
        .endsWith(
            file
                + ": is no coded file, or its beginning is damaged; name a file that was encoded\n");
    assertThat(folder.resolve("text")).doesNotExist();
  }

  @Test
  void oneLineSaysWhatCameOfIt() {
    Path text = Path.of("notes.txt");
    Path coded = Path.of("notes.txt.assay");
    assertThat(
            CodingMain.line(
                "encode",
                text,
                coded,
                new FileCoding.Summary(10_000, 2_160, 4_300, 2_500, 0, 160, 1.25, 50)))
        .isEqualTo(
            "notes.txt: 10,000 bytes -> notes.txt.assay: 2,160 bytes; 21.6 % of the text (20.0 %"
                + " without the header of 160 bytes; zlib -9: 43.0 %), 1.728 bits/byte; 2,500"
                + " tokens in 50 s (50.0/s); the coder's overhead is 1.3 bits");
    assertThat(
            CodingMain.line(
                "decode",
                coded,
                text,
                new FileCoding.Summary(10_000, 2_160, 4_300, 2_500, 7, 160, Double.NaN, 50)))
        .startsWith("notes.txt.assay: 2,160 bytes -> notes.txt: 10,000 bytes; ")
        .contains("; 7 bytes kept as they are, no token stands for them; ")
        .endsWith("; 2,500 tokens in 50 s (50.0/s)");
    assertThat(
            CodingMain.line(
                "encode", text, coded, new FileCoding.Summary(0, 158, 8, 0, 0, 158, 0, 0)))
        .isEqualTo(
            "notes.txt: 0 bytes -> notes.txt.assay: 158 bytes; 0 tokens in 0.0 s (0.0/s); the"
                + " coder's overhead is 0.0 bits");
  }

  private String lines() {
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
