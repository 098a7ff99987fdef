package org.modelassay.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsWriterTest {
  @TempDir Path folder;

  private final List<SafetensorsWriter.Values> tensors =
      List.of(
          new SafetensorsWriter.Values("a", new long[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}),
          new SafetensorsWriter.Values("b", new long[] {1}, new float[] {-0.5f}));

  @Test
  void isWhatTheFormatSays() throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsWriter.write(file, tensors, StoredType.F32);

    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[(int) bytes.getLong()];
    bytes.get(header);
    assertThat(header.length % 8).isZero();
    assertThat(new String(header, StandardCharsets.UTF_8).strip())
        .isEqualTo(
            """
            {"__metadata__":{"format":"pt"},\
            "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
            "b":{"dtype":"F32","shape":[1],"data_offsets":[24,28]}}""");
    assertThat(bytes.remaining()).isEqualTo(28);
    float[] data = new float[7];
    bytes.asFloatBuffer().get(data);
    assertThat(data).containsExactly(1, 2, 3, 4, 5, 6, -0.5f);
  }

  @Test
  void isReadByTheReader() {
    SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, StoredType.BF16);

    Checkpoint checkpoint = Safetensors.open(folder);
    assertThat(checkpoint.tensors()).containsOnlyKeys("a", "b");
    TensorSource a = Objects.requireNonNull(checkpoint.tensors().get("a"));
    assertThat(a.shape()).containsExactly(2, 3);
    assertThat(a.type()).isEqualTo(StoredType.BF16);
  }

  /** By torch: {@code torch.tensor(x).to(torch.bfloat16).view(torch.int16)}. */
  @ParameterizedTest
  @CsvSource({
    "1.0, 3f80",
    "-0.1, bdcd",
    "1.00390625, 3f80", // half way to 1.0078125: to the even one
    "1.01171875, 3f82", // half way from 1.0078125 to 1.015625
    "1.0039063692092896, 3f81", // just above
    "3.4e38, 7f80",
    "1e-40, 0001",
    "0.0, 0000"
  })
  void roundsToBfloat16(float value, String bits) {
    assertThat(String.format("%04x", SafetensorsWriter.bfloat16(value) & 0xffff)).isEqualTo(bits);
  }
}
