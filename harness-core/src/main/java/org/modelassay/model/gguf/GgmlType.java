package org.modelassay.model.gguf;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers of a tensor are stored: a row is cut into blocks of so many numbers, each of so
 * many bytes. Numbers and sizes are those of {@code ggml.h} and {@code ggml-common.h}.
 */
enum GgmlType {
  F32(0, 1, 4),
  F16(1, 1, 2),
  BF16(30, 1, 2),
  F64(28, 1, 8),
  I8(24, 1, 1),
  I16(25, 1, 2),
  I32(26, 1, 4),
  I64(27, 1, 8),
  Q4_0(2, 32, 18),
  Q4_1(3, 32, 20),
  Q5_0(6, 32, 22),
  Q5_1(7, 32, 24),
  Q8_0(8, 32, 34),
  Q2_K(10, 256, 84),
  Q3_K(11, 256, 110),
  Q4_K(12, 256, 144),
  Q5_K(13, 256, 176),
  Q6_K(14, 256, 210),
  IQ4_NL(20, 32, 18),
  IQ4_XS(23, 256, 136),
  MXFP4(39, 32, 17);

  /** Types of the format that are not read, by number, so that a message can name them. */
  private static final Map<Integer, String> OTHERS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(4, "Q4_2"),
              Map.entry(5, "Q4_3"),
              Map.entry(9, "Q8_1"),
              Map.entry(15, "Q8_K"),
              Map.entry(16, "IQ2_XXS"),
              Map.entry(17, "IQ2_XS"),
              Map.entry(18, "IQ3_XXS"),
              Map.entry(19, "IQ1_S"),
              Map.entry(21, "IQ3_S"),
              Map.entry(22, "IQ2_S"),
              Map.entry(29, "IQ1_M"),
              Map.entry(31, "Q4_0_4_4"),
              Map.entry(32, "Q4_0_4_8"),
              Map.entry(33, "Q4_0_8_8"),
              Map.entry(34, "TQ1_0"),
              Map.entry(35, "TQ2_0"),
              Map.entry(36, "IQ4_NL_4_4"),
              Map.entry(37, "IQ4_NL_4_8"),
              Map.entry(38, "IQ4_NL_8_8"),
              Map.entry(40, "NVFP4"),
              Map.entry(41, "Q1_0")));

  private final int number;
  private final int block;
  private final int bytes;

  GgmlType(int number, int block, int bytes) {
    this.number = number;
    this.block = block;
    this.bytes = bytes;
  }

  /** Numbers in a block. */
  int block() {
    return block;
  }

  /** Bytes of a block. */
  int bytes() {
    return bytes;
  }

  /** The type of a number in the file, or null. */
  static @Nullable GgmlType of(int number) {
    for (GgmlType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    return null;
  }

  /** Name of a type that is not read. */
  static String other(int number) {
    return OTHERS.getOrDefault(number, "number " + Integer.toUnsignedString(number));
  }

  /** All types that are read, for messages. */
  static String supported() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
