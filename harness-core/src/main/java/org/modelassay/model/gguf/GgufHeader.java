package org.modelassay.model.gguf;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.modelassay.AssayException;

/**
 * The header of one GGUF file: magic number, version, counts, metadata, and an entry for each
 * tensor. Little endian, versions 2 and 3, which differ in nothing else.
 *
 * <p>Every count and length is checked against what is left of the file before anything is
 * allocated for it, and the whole against limits far above those of any model.
 *
 * @param file the file
 * @param metadata values by key
 * @param tensors in the file's order
 */
record GgufHeader(Path file, Map<String, Object> metadata, List<GgufTensor> tensors) {
  /** Metadata and tensor entries together; the longest vocabularies need 20 MB. */
  private static final long LONGEST = 256L << 20;

  /**
   * Values of the metadata, entries of arrays included; the longest vocabularies have 1 million.
   */
  private static final int MOST_VALUES = 4 << 20;

  private static final int MOST_TENSORS = 1 << 18;
  private static final int DEEPEST_ARRAY = 4;
  private static final int MOST_DIMENSIONS = 4;

  /** The shortest entry: an empty key, its type, one byte. */
  private static final int SHORTEST_VALUE = 8 + 4 + 1;

  /** The shortest entry: an empty name, no dimension, a type, an offset. */
  private static final int SHORTEST_TENSOR = 8 + 4 + 4 + 8;

  static GgufHeader read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Reader(file, channel).header();
    } catch (NoSuchFileException e) {
      throw new AssayException(file + " is missing", e);
    }
  }

  /**
   * The types of metadata, by their numbers, with the bytes of a value; of string and array, the
   * least.
   */
  private enum ValueType {
    UINT8(1),
    INT8(1),
    UINT16(2),
    INT16(2),
    UINT32(4),
    INT32(4),
    FLOAT32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    UINT64(8),
    INT64(8),
    FLOAT64(8);

    private final int bytes;

    ValueType(int bytes) {
      this.bytes = bytes;
    }
  }

  private static final class Reader {
    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window =
        ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long windowEnd;
    private int values;

    Reader(Path file, FileChannel channel) throws IOException {
      this.file = file;
      this.channel = channel;
      this.size = channel.size();
    }

    GgufHeader header() throws IOException {
      need(24, "the header");
      if (u32("the magic number") != 0x46554747) {
        throw damaged(0, "a GGUF file begins with 'GGUF' (Git LFS pointer, or another format?)");
      }
      version(u32("the version"));
      long at = offset();
      long tensorCount = i64("the number of tensors");
      long valueCount = i64("the number of metadata values");
      checkCount(at, tensorCount, SHORTEST_TENSOR, MOST_TENSORS, "tensors");
      checkCount(at + 8, valueCount, SHORTEST_VALUE, MOST_VALUES, "metadata values");
      var metadata = new LinkedHashMap<String, Object>();
      for (long i = 0; i < valueCount; i++) {
        long start = offset();
        String key = string("key " + i + " of the metadata");
        Object value = value(type(key), key, 0);
        if (metadata.put(key, value) != null) {
          throw damaged(start, "the metadata has " + key + " twice");
        }
      }
      return new GgufHeader(
          file, Collections.unmodifiableMap(metadata), tensors((int) tensorCount, metadata));
    }

    private void version(int version) {
      if (version == 2 || version == 3) {
        return;
      }
      if ((version & 0xffff) == 0 && version != 0) {
        throw damaged(
            4, "the file is big endian, which is not read; convert it with gguf-convert-endian");
      }
      throw damaged(
          4,
          "GGUF version "
              + Integer.toUnsignedString(version)
              + " is not read; supported are 2 and 3");
    }

    private List<GgufTensor> tensors(int count, Map<String, Object> metadata) throws IOException {
      long alignment = alignment(metadata);
      var names = new LinkedHashMap<String, GgufTensor>();
      long[] offsets = new long[count];
      for (int i = 0; i < count; i++) {
        long start = offset();
        GgufTensor tensor = tensor(i);
        offsets[i] = start;
        if (names.put(tensor.name(), tensor) != null) {
          throw damaged(start, "tensor " + tensor.name() + " stands twice");
        }
      }
      long data = (offset() + alignment - 1) / alignment * alignment;
      var tensors = new ArrayList<GgufTensor>();
      var spans = new TreeMap<Long, GgufTensor>();
      for (GgufTensor entry : names.values()) {
        long at = offsets[tensors.size()];
        String what = "tensor " + entry.name();
        if (entry.offset() < 0 || entry.offset() % alignment != 0) {
          throw damaged(
              at,
              what
                  + " begins at "
                  + Long.toUnsignedString(entry.offset())
                  + " of the data, expected a multiple of general.alignment "
                  + alignment);
        }
        if (entry.offset() > size - data || entry.bytes() > size - data - entry.offset()) {
          throw damaged(
              at,
              what
                  + " has "
                  + entry.bytes()
                  + " bytes at "
                  + entry.offset()
                  + " of the data, which has "
                  + Math.max(0, size - data)
                  + " bytes (truncated copy?)");
        }
        var tensor =
            new GgufTensor(
                entry.name(),
                entry.type(),
                entry.shape(),
                file,
                data + entry.offset(),
                entry.bytes());
        tensors.add(tensor);
        if (tensor.bytes() > 0) {
          GgufTensor other = spans.put(tensor.offset(), tensor);
          if (other != null) {
            throw overlap(other, tensor);
          }
        }
      }
      GgufTensor before = null;
      for (GgufTensor tensor : spans.values()) {
        if (before != null && before.offset() + before.bytes() > tensor.offset()) {
          throw overlap(before, tensor);
        }
        before = tensor;
      }
      return List.copyOf(tensors);
    }

    private long alignment(Map<String, Object> metadata) {
      Object alignment = metadata.getOrDefault("general.alignment", 32L);
      if (alignment instanceof Long number
          && number > 0
          && number <= 1 << 20
          && Long.bitCount(number) == 1) {
        return number;
      }
      throw new AssayException(
          file + ": general.alignment is " + alignment + ", expected a power of two up to 1048576");
    }

    /** An entry; its offset counts from the beginning of the data. */
    private GgufTensor tensor(int index) throws IOException {
      String name = string("the name of tensor " + index);
      String what = "tensor " + name;
      long at = offset();
      int dimensions = u32(what);
      if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
        throw damaged(
            at,
            what
                + " has "
                + Integer.toUnsignedString(dimensions)
                + " dimensions, expected at most "
                + MOST_DIMENSIONS);
      }
      long[] shape = new long[dimensions];
      for (int i = dimensions - 1; i >= 0; i--) {
        shape[i] = i64(what);
      }
      long typeAt = offset();
      int number = u32(what);
      GgmlType type = GgmlType.of(number);
      if (type == null) {
        throw damaged(
            typeAt,
            what
                + " is of type "
                + GgmlType.other(number)
                + ", which is not read; supported are "
                + GgmlType.supported());
      }
      return new GgufTensor(name, type, shape, file, i64(what), bytes(at, what, type, shape));
    }

    private long bytes(long at, String what, GgmlType type, long[] shape) {
      long row = shape.length == 0 ? 1 : shape[shape.length - 1];
      if (row % type.block() != 0) {
        throw damaged(
            at,
            what
                + " has rows of "
                + row
                + " numbers, expected a multiple of the "
                + type.block()
                + " of a block of "
                + type);
      }
      long blocks = 1;
      try {
        for (long length : shape) {
          if (length < 1) {
            throw new ArithmeticException();
          }
          blocks = Math.multiplyExact(blocks, length);
        }
        return Math.multiplyExact(blocks / type.block(), type.bytes());
      } catch (ArithmeticException e) {
        throw damaged(at, what + " has the impossible shape " + Arrays.toString(shape));
      }
    }

    private ValueType type(String key) throws IOException {
      long at = offset();
      int number = u32("the type of " + key);
      ValueType[] all = ValueType.values();
      if (number < 0 || number >= all.length) {
        throw damaged(
            at,
            key
                + " is of value type "
                + Integer.toUnsignedString(number)
                + ", expected 0 to "
                + (all.length - 1));
      }
      return all[number];
    }

    private Object value(ValueType type, String key, int depth) throws IOException {
      values++;
      return switch (type) {
        case UINT8 -> (long) Byte.toUnsignedInt(need(1, key).get());
        case INT8 -> (long) need(1, key).get();
        case UINT16 -> (long) Short.toUnsignedInt(need(2, key).getShort());
        case INT16 -> (long) need(2, key).getShort();
        case UINT32 -> Integer.toUnsignedLong(need(4, key).getInt());
        case INT32 -> (long) need(4, key).getInt();
        case FLOAT32 -> (double) need(4, key).getFloat();
        case BOOL -> truth(key);
        case STRING -> string(key);
        case ARRAY -> array(key, depth);
        case UINT64 -> unsigned(i64(key));
        case INT64 -> i64(key);
        case FLOAT64 -> need(8, key).getDouble();
      };
    }

    private static Object unsigned(long value) {
      if (value >= 0) {
        return value;
      }
      return new BigInteger(Long.toUnsignedString(value));
    }

    private boolean truth(String key) throws IOException {
      long at = offset();
      byte value = need(1, key).get();
      if (value != 0 && value != 1) {
        throw damaged(at, key + " is a truth value of " + value + ", expected 0 or 1");
      }
      return value == 1;
    }

    private List<Object> array(String key, int depth) throws IOException {
      long at = offset();
      if (depth == DEEPEST_ARRAY) {
        throw damaged(at, key + " nests arrays deeper than " + DEEPEST_ARRAY);
      }
      ValueType type = type(key);
      long count = i64(key);
      checkCount(at + 4, count, type.bytes, MOST_VALUES - values, "values of " + key);
      var list = new ArrayList<Object>((int) count);
      for (long i = 0; i < count; i++) {
        list.add(value(type, key, depth + 1));
      }
      return Collections.unmodifiableList(list);
    }

    private void checkCount(long at, long count, int least, long most, String what) {
      long left = size - offset();
      if (count < 0 || count > left / least) {
        throw damaged(
            at,
            Long.toUnsignedString(count)
                + " "
                + what
                + " do not fit in the "
                + left
                + " bytes that follow (truncated copy?)");
      }
      if (count > most) {
        throw damaged(at, count + " " + what + ", expected at most " + most);
      }
    }

    private String string(String what) throws IOException {
      long at = offset();
      long length = i64(what);
      long left = Math.min(size, LONGEST) - offset();
      if (length < 0 || length > left) {
        throw damaged(
            at,
            what
                + " is a text of "
                + Long.toUnsignedString(length)
                + " bytes, expected at most the "
                + Math.max(0, left)
                + " that are left of "
                + (size > LONGEST ? "the longest header" : "the file")
                + " (truncated copy?)");
      }
      ByteBuffer bytes;
      if (length <= window.capacity()) {
        bytes = need((int) length, what).slice(window.position(), (int) length);
        window.position(window.position() + (int) length);
      } else {
        bytes = ByteBuffer.allocate((int) length);
        bytes.put(window);
        while (bytes.hasRemaining()) {
          int n = channel.read(bytes, windowEnd);
          if (n < 0) {
            throw new IOException("the file ends at " + windowEnd);
          }
          windowEnd += n;
        }
        bytes.flip();
      }
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      } catch (CharacterCodingException e) {
        throw damaged(at + 8, what + " is no UTF-8 text");
      }
    }

    private int u32(String what) throws IOException {
      return need(4, what).getInt();
    }

    private long i64(String what) throws IOException {
      return need(8, what).getLong();
    }

    private long offset() {
      return windowEnd - window.remaining();
    }

    /** Makes the next bytes readable; at most the window's size. */
    private ByteBuffer need(int bytes, String what) throws IOException {
      if (window.remaining() >= bytes) {
        return window;
      }
      long at = offset();
      if (size - at < bytes) {
        throw damaged(at, "the file ends at " + size + " within " + what + " (truncated copy?)");
      }
      if (at > LONGEST) {
        throw damaged(at, "metadata and tensor entries are longer than " + LONGEST + " bytes");
      }
      window.compact();
      while (window.position() < bytes) {
        int n = channel.read(window, windowEnd);
        if (n < 0) {
          throw new IOException("the file ends at " + windowEnd);
        }
        windowEnd += n;
      }
      window.flip();
      return window;
    }

    private AssayException overlap(GgufTensor one, GgufTensor other) {
      return damaged(other.offset(), "tensors " + one.name() + " and " + other.name() + " overlap");
    }

    private AssayException damaged(long at, String what) {
      return new AssayException(file + ": offset " + at + ": " + what);
    }
  }
}
