package org.modelassay.model.gguf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes GGUF files by the letter of the format, right and wrong ones. */
final class GgufBytes {
  static final int UINT8 = 0;
  static final int UINT16 = 2;
  static final int UINT32 = 4;
  static final int INT32 = 5;
  static final int FLOAT32 = 6;
  static final int BOOL = 7;
  static final int STRING = 8;
  static final int ARRAY = 9;
  static final int UINT64 = 10;
  static final int INT64 = 11;
  static final int FLOAT64 = 12;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Integer> boundaries = new ArrayList<>();

  /** Magic number, version and the two counts. */
  static GgufBytes header(long tensors, long values) {
    return new GgufBytes().text("GGUF").i32(3).i64(tensors).i64(values);
  }

  /** Where each field ends. */
  List<Integer> boundaries() {
    return boundaries;
  }

  int size() {
    return bytes.size();
  }

  private GgufBytes put(byte[] field) {
    bytes.writeBytes(field);
    boundaries.add(bytes.size());
    return this;
  }

  GgufBytes text(String raw) {
    return put(raw.getBytes(StandardCharsets.UTF_8));
  }

  GgufBytes i8(int value) {
    return put(new byte[] {(byte) value});
  }

  GgufBytes i16(int value) {
    return put(little(2).putShort((short) value).array());
  }

  GgufBytes i32(int value) {
    return put(little(4).putInt(value).array());
  }

  GgufBytes i64(long value) {
    return put(little(8).putLong(value).array());
  }

  GgufBytes f32(float value) {
    return put(little(4).putFloat(value).array());
  }

  GgufBytes f64(double value) {
    return put(little(8).putDouble(value).array());
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A text with its length in front. */
  GgufBytes string(String value) {
    return i64(value.getBytes(StandardCharsets.UTF_8).length).text(value);
  }

  /** A key and the type of its value. */
  GgufBytes key(String key, int type) {
    return string(key).i32(type);
  }

  /** The entry of a tensor; sizes as the file has them, innermost first. */
  GgufBytes tensor(String name, int type, long offset, long... sizes) {
    string(name).i32(sizes.length);
    for (long size : sizes) {
      i64(size);
    }
    return i32(type).i64(offset);
  }

  /** Zeros up to a multiple of 32, and so many more. */
  GgufBytes data(int count) {
    return put(new byte[(32 - bytes.size() % 32) % 32 + count]);
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }
}
