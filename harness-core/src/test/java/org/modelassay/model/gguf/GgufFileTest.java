package org.modelassay.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;

/** What is read of the header of a GGUF file, and what is said of headers that lie. */
class GgufFileTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("model.gguf");
  }

  private void rejected(GgufBytes bytes, String message) throws IOException {
    bytes.write(file());
    assertThatThrownBy(() -> GgufFile.open(file()))
        .isInstanceOf(AssayException.class)
        .hasMessage(file() + ": " + message);
  }

  /** A tensor of two rows of 32 numbers in each of two types. */
  private static GgufBytes small() {
    return GgufBytes.header(2, 2)
        .key("general.architecture", GgufBytes.STRING)
        .string("llama")
        .key("tokenizer.ggml.tokens", GgufBytes.ARRAY)
        .i32(GgufBytes.STRING)
        .i64(2)
        .string("a")
        .string("▁b")
        .tensor("one", 0, 0, 32, 2)
        .tensor("two", 2, 256, 32, 2)
        .data(256 + 2 * 18);
  }

  @Test
  void readsMetadataAndWhereTensorsLie() throws IOException {
    GgufBytes bytes = small();
    GgufFile file = GgufFile.open(bytes.write(file()));

    assertThat(file.metadata())
        .containsExactly(
            Map.entry("general.architecture", "llama"),
            Map.entry("tokenizer.ggml.tokens", List.of("a", "▁b")));
    int data = bytes.size() - 256 - 36;
    assertThat(file.tensors())
        .extracting(GgufTensor::name, GgufTensor::type, GgufTensor::offset, GgufTensor::bytes)
        .containsExactly(
            tuple("one", GgmlType.F32, (long) data, 256L),
            tuple("two", GgmlType.Q4_0, data + 256L, 36L));
    assertThat(file.tensors()).allSatisfy(t -> assertThat(t.shape()).containsExactly(2, 32));
  }

  @Test
  void readsWhatRandomHeadersSay() throws IOException {
    for (int seed = 1; seed <= 200; seed++) {
      var random = new Random(seed);
      int count = random.nextInt(8);
      var expected = new LinkedHashMap<String, Object>();
      GgufBytes bytes = GgufBytes.header(0, count);
      for (int i = 0; i < count; i++) {
        String key = "key." + i + "é".repeat(random.nextInt(5));
        int type = random.nextInt(13);
        bytes.key(key, type);
        expected.put(key, value(bytes, type, random, 0));
      }
      GgufFile file = GgufFile.open(bytes.write(file()));

      assertThat(file.metadata()).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static Object value(GgufBytes bytes, int type, Random random, int depth) {
    int number = random.nextInt();
    switch (type) {
      case GgufBytes.UINT8 -> bytes.i8(number);
      case 1 -> bytes.i8(number);
      case GgufBytes.UINT16, 3 -> bytes.i16(number);
      case GgufBytes.UINT32, GgufBytes.INT32 -> bytes.i32(number);
      case GgufBytes.FLOAT32 -> bytes.f32(number / 7f);
      case GgufBytes.BOOL -> bytes.i8(number & 1);
      case GgufBytes.STRING -> bytes.string(Integer.toString(number).repeat(random.nextInt(9000)));
      case GgufBytes.UINT64, GgufBytes.INT64 -> bytes.i64(number * 0x100000001L);
      case GgufBytes.FLOAT64 -> bytes.f64(number / 7.0);
      default -> {
        int inner = depth < 3 ? random.nextInt(13) : GgufBytes.UINT8;
        int count = random.nextInt(4);
        bytes.i32(inner).i64(count);
        var list = new ArrayList<Object>();
        for (int i = 0; i < count; i++) {
          list.add(value(bytes, inner, random, depth + 1));
        }
        return list;
      }
    }
    return switch (type) {
      case GgufBytes.UINT8 -> (long) (number & 0xff);
      case 1 -> (long) (byte) number;
      case GgufBytes.UINT16 -> (long) (number & 0xffff);
      case 3 -> (long) (short) number;
      case GgufBytes.UINT32 -> number & 0xffffffffL;
      case GgufBytes.INT32 -> (long) number;
      case GgufBytes.FLOAT32 -> (double) (number / 7f);
      case GgufBytes.BOOL -> (number & 1) == 1;
      case GgufBytes.STRING -> lastString(bytes);
      case GgufBytes.UINT64 -> {
        long value = number * 0x100000001L;
        yield value >= 0 ? value : new BigInteger(Long.toUnsignedString(value));
      }
      case GgufBytes.INT64 -> number * 0x100000001L;
      default -> number / 7.0;
    };
  }

  private static String lastString(GgufBytes bytes) {
    List<Integer> ends = bytes.boundaries();
    byte[] all = bytes.bytes();
    return new String(
        Arrays.copyOfRange(all, ends.get(ends.size() - 2), all.length), StandardCharsets.UTF_8);
  }

  @Test
  void everyTruncationIsAnErrorThatNamesTheFile() throws IOException {
    byte[] whole = small().bytes();
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> GgufFile.open(file()))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(AssayException.class)
          .hasMessageStartingWith(file() + ": offset ");
    }
    Files.write(file(), whole);
    assertThatCode(() -> GgufFile.open(file())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "1, GGUF version 1 is not read; supported are 2 and 3",
    "4, GGUF version 4 is not read; supported are 2 and 3",
    "0x03000000, 'the file is big endian, which is not read; convert it with gguf-convert-endian'"
  })
  void theVersion(String version, String message) throws IOException {
    rejected(
        new GgufBytes().text("GGUF").i32(Integer.decode(version)).i64(0).i64(0),
        "offset 4: " + message);
  }

  @Test
  void theMagicNumber() throws IOException {
    rejected(
        new GgufBytes().text("version https://git-lfs"),
        "offset 0: the file ends at 23 within the header (truncated copy?)");
    rejected(
        new GgufBytes().text("version https://git-lfs.github.com/spec/v1"),
        "offset 0: a GGUF file begins with 'GGUF' (Git LFS pointer, or another format?)");
  }

  @Test
  void countsAreCheckedBeforeAnythingIsAllocated() throws IOException {
    rejected(
        GgufBytes.header(1L << 60, 0),
        "offset 8: 1152921504606846976 tensors do not fit in the 0 bytes that follow"
            + " (truncated copy?)");
    rejected(
        GgufBytes.header(0, -1),
        "offset 16: 18446744073709551615 metadata values do not fit in the 0 bytes that follow"
            + " (truncated copy?)");
    rejected(
        GgufBytes.header(0, 1).key("k", GgufBytes.ARRAY).i32(GgufBytes.UINT8).i64(1L << 40),
        "offset 41: 1099511627776 values of k do not fit in the 0 bytes that follow"
            + " (truncated copy?)");
    rejected(
        GgufBytes.header(0, 1).key("key", GgufBytes.STRING).i64(1L << 40).text("abc"),
        "offset 39: key is a text of 1099511627776 bytes, expected at most the 3 that are left of"
            + " the file (truncated copy?)");
    rejected(
        GgufBytes.header(0, 1).i64(-2).text("key of five").i64(1),
        "offset 24: key 0 of the metadata is a text of 18446744073709551614 bytes, expected at"
            + " most the 19 that are left of the file (truncated copy?)");
  }

  @Test
  void arraysNestToAnEnd() throws IOException {
    GgufBytes bytes = GgufBytes.header(0, 1).key("k", GgufBytes.ARRAY);
    for (int i = 0; i < 100; i++) {
      bytes.i32(GgufBytes.ARRAY).i64(1);
    }
    rejected(bytes.i32(GgufBytes.UINT8).i64(0), "offset 85: k nests arrays deeper than 4");
  }

  @Test
  void valuesOfNoType() throws IOException {
    rejected(
        GgufBytes.header(0, 1).key("k", 13).i64(0),
        "offset 33: k is of value type 13, expected 0 to 12");
    rejected(
        GgufBytes.header(0, 1).key("k", GgufBytes.BOOL).i8(2),
        "offset 37: k is a truth value of 2, expected 0 or 1");
    rejected(
        GgufBytes.header(0, 1).key("k", GgufBytes.STRING).i64(1).i8(0xff),
        "offset 45: k is no UTF-8 text");
  }

  @Test
  void whatStandsTwice() throws IOException {
    rejected(
        GgufBytes.header(0, 2).key("k", GgufBytes.UINT8).i8(1).key("k", GgufBytes.UINT8).i8(1),
        "offset 38: the metadata has k twice");
    rejected(
        GgufBytes.header(2, 0).tensor("t", 0, 0, 8).tensor("t", 0, 32, 8).data(64),
        "offset 57: tensor t stands twice");
  }

  @Test
  void typesOfTensors() throws IOException {
    rejected(
        GgufBytes.header(1, 0).tensor("t", 16, 0, 256).data(66),
        "offset 45: tensor t is of type IQ2_XXS, which is not read; supported are F32, F16, BF16,"
            + " F64, I8, I16, I32, I64, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K,"
            + " Q6_K, IQ4_NL, IQ4_XS, MXFP4");
    rejected(
        GgufBytes.header(1, 0).tensor("t", 99, 0, 256).data(66),
        "offset 45: tensor t is of type number 99, which is not read; supported are "
            + GgmlType.supported());
  }

  @Test
  void shapesOfTensors() throws IOException {
    rejected(
        GgufBytes.header(1, 0).tensor("t", 12, 0, 128, 2).data(144),
        "offset 33: tensor t has rows of 128 numbers, expected a multiple of the 256 of a block of"
            + " Q4_K");
    rejected(
        GgufBytes.header(1, 0).tensor("t", 0, 0, 1L << 33, 1L << 33).data(0),
        "offset 33: tensor t has the impossible shape [8589934592, 8589934592]");
    rejected(
        GgufBytes.header(1, 0).tensor("t", 0, 0, 4, -1).data(0),
        "offset 33: tensor t has the impossible shape [-1, 4]");
    rejected(
        GgufBytes.header(1, 0).tensor("t", 0, 0, 0, 1L << 50).data(0),
        "offset 33: tensor t has the impossible shape [1125899906842624, 0]");
    rejected(
        GgufBytes.header(1, 0).tensor("t", 0, 0, 1, 1, 1, 1, 1).data(4),
        "offset 33: tensor t has 5 dimensions, expected at most 4");
  }

  @Test
  void placesOfTensors() throws IOException {
    rejected(
        GgufBytes.header(1, 0).tensor("t", 0, 32, 8, 4).data(64),
        "offset 24: tensor t has 128 bytes at 32 of the data, which has 64 bytes (truncated"
            + " copy?)");
    rejected(
        GgufBytes.header(1, 0).tensor("t", 0, -32, 8).data(64),
        "offset 24: tensor t begins at 18446744073709551584 of the data, expected a multiple of"
            + " general.alignment 32");
    rejected(
        GgufBytes.header(1, 0).tensor("t", 0, 8, 8).data(64),
        "offset 24: tensor t begins at 8 of the data, expected a multiple of general.alignment 32");
    rejected(
        GgufBytes.header(2, 0).tensor("s", 0, 0, 16).tensor("t", 0, 32, 8).data(96),
        "offset 128: tensors s and t overlap");
    rejected(
        GgufBytes.header(0, 1).key("general.alignment", GgufBytes.UINT32).i32(0).i32(0),
        "general.alignment is 0, expected a power of two up to 1048576");
  }

  private static GgufBytes part(int number, int count, String tensor) {
    return GgufBytes.header(1, 3)
        .key("split.no", GgufBytes.UINT16)
        .i16(number)
        .key("split.count", GgufBytes.UINT16)
        .i16(count)
        .key("split.tensors.count", GgufBytes.INT32)
        .i32(2)
        .tensor(tensor, 0, 0, 8)
        .data(32);
  }

  @Test
  void aSplitModelIsOpenedByItsFirstPart() throws IOException {
    Path first = part(0, 2, "one").write(folder.resolve("m-00001-of-00002.gguf"));
    Path second = folder.resolve("m-00002-of-00002.gguf");
    assertThatThrownBy(() -> GgufFile.open(first))
        .hasMessage(second + " is missing; m-00001-of-00002.gguf is one of 2 parts");

    part(1, 2, "two").write(second);
    GgufFile file = GgufFile.open(first);

    assertThat(file.files()).containsExactly(first, second);
    assertThat(file.tensors())
        .extracting(GgufTensor::name, GgufTensor::file)
        .containsExactly(tuple("one", first), tuple("two", second));
    assertThatThrownBy(() -> GgufFile.open(second))
        .hasMessage(
            second
                + " is a later part of a model split over 2 files: name the first,"
                + " m-00001-of-00002.gguf");
  }

  @Test
  void thePartsOfASplitModelBelongTogether() throws IOException {
    Path first = part(0, 2, "one").write(folder.resolve("m-00001-of-00002.gguf"));
    Path second = folder.resolve("m-00002-of-00002.gguf");
    part(1, 3, "two").write(second);
    assertThatThrownBy(() -> GgufFile.open(first))
        .hasMessage(second + ": split.count is 3, expected 2");
    part(0, 2, "two").write(second);
    assertThatThrownBy(() -> GgufFile.open(first))
        .hasMessage(second + ": split.no is 0, expected 1");
    part(1, 2, "one").write(second);
    assertThatThrownBy(() -> GgufFile.open(first))
        .hasMessage(second + ": tensor one is also in m-00001-of-00002.gguf");
    Path renamed = part(0, 2, "one").write(file());
    assertThatThrownBy(() -> GgufFile.open(renamed))
        .hasMessage(
            renamed
                + " is a part of a model split over 2 files, which are found by their names:"
                + " NAME-00001-of-00002.gguf and so on");
  }
}
