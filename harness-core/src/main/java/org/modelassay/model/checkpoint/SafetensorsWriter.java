package org.modelassay.model.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.modelassay.AtomicFile;

/** Writes float32 numbers as one safetensors file, in float32 or rounded to bfloat16. */
public final class SafetensorsWriter {
  private SafetensorsWriter() {}

  /**
   * Writes a file, whole or not at all.
   *
   * @param type {@link StoredType#F32} or {@link StoredType#BF16}
   */
  public static void write(Path file, List<Values> tensors, StoredType type) {
    byte[] header = header(tensors, type);
    AtomicFile.write(
        file,
        out -> {
          out.write(
              ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
          out.write(header);
          for (Values each : tensors) {
            write(out, each.values(), type);
          }
        });
  }

  private static byte[] header(List<Values> tensors, StoredType type) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    // What transformers asks of a file before it reads it.
    json.putObject("__metadata__").put("format", "pt");
    long at = 0;
    for (Values each : tensors) {
      long end = at + (long) each.values().length * type.bytes();
      ObjectNode entry = json.putObject(each.name());
      entry.put("dtype", type.name());
      Arrays.stream(each.shape()).forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    // The data begin at a multiple of 8, as the format's reference implementation has it.
    byte[] padded = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void write(OutputStream out, float[] values, StoredType type) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case F32 -> bytes.asFloatBuffer().put(values);
      case BF16 -> {
        for (float value : values) {
          bytes.putShort(bfloat16(value));
        }
      }
      default -> throw new IllegalArgumentException("no float32 is written as " + type);
    }
    out.write(bytes.array());
  }

  /** The upper half of a finite float32, rounded to the nearest, of two as near to the even one. */
  static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
  }

  /**
   * A tensor to be written.
   *
   * @param name its name in the file
   * @param shape its sizes
   * @param values all of it, row by row
   */
  public record Values(String name, long[] shape, float[] values) {}
}
