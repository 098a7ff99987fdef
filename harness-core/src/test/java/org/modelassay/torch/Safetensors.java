package org.modelassay.torch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a small safetensors file of reference values whole. */
public final class Safetensors {
  private final JsonNode header;
  private final ByteBuffer data;

  public Safetensors(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] text = new byte[(int) bytes.getLong()];
    bytes.get(text);
    header = new ObjectMapper().readTree(text);
    data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  public boolean has(String name) {
    return header.has(name);
  }

  public List<String> names() {
    var names = new ArrayList<String>();
    header.fieldNames().forEachRemaining(names::add);
    return names;
  }

  public int size(String name, int dimension) {
    return header.get(name).get("shape").get(dimension).asInt();
  }

  public float[] floats(String name) {
    float[] values = new float[span(name).remaining() / 4];
    span(name).asFloatBuffer().get(values);
    return values;
  }

  public long[] longs(String name) {
    long[] values = new long[span(name).remaining() / 8];
    span(name).asLongBuffer().get(values);
    return values;
  }

  public int[] ints(String name) {
    int[] values = new int[span(name).remaining() / 4];
    span(name).asIntBuffer().get(values);
    return values;
  }

  public String type(String name) {
    return header.get(name).get("dtype").asText();
  }

  private ByteBuffer span(String name) {
    JsonNode offsets = header.get(name).get("data_offsets");
    return data.slice(offsets.get(0).asInt(), offsets.get(1).asInt() - offsets.get(0).asInt())
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
