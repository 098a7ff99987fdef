package org.modelassay.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.modelassay.model.DType;
import org.modelassay.model.ModelFiles;
import org.modelassay.torch.Device;
import org.modelassay.torch.Placements;
import org.modelassay.torch.WeightTreatment;
import org.modelassay.treatment.Treatment;

/** Models to read: random ones of a few thousand parameters, and the trained ones of the sample. */
public final class LocalModels {
  /** Ids of the random model {@code llama-tied}. */
  public static final int VOCABULARY = 307;

  private LocalModels() {}

  /** A folder of {@code src/test/resources/golden/models}. */
  public static Path golden(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(LocalModels.class.getResource("/golden/models/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A file or folder of the sample project. */
  public static Path sample(String path) {
    return Path.of("..", "sample-project").resolve(path).toAbsolutePath().normalize();
  }

  public static LocalModel open(Path directory, String treatment, Path cache) {
    return open(directory, treatment, DType.FLOAT32, cache);
  }

  static LocalModel open(Path directory, String treatment, DType dtype, Path cache) {
    Treatment parsed = treatment.isEmpty() ? null : Treatment.parse(treatment);
    return new LocalModel(
        directory.getFileName().toString(),
        ModelFiles.open(directory),
        "",
        parsed == null ? "" : parsed.toString(),
        parsed == null ? WeightTreatment.NONE : parsed,
        dtype,
        List.of(Device.CPU),
        cache.resolve("digests"));
  }

  /** The same, streamed through the processor by so many layers at a time. */
  public static LocalModel streamed(Path directory, int layers, Path cache) {
    LocalModel model = open(directory, "", cache);
    model.place(Placements.ranges(model.directory().shape(), layers, true));
    return model;
  }

  /** A copy of {@code llama-tied} of which some tensors are multiplied. */
  public static Path scaled(Path target, float factor, String... tensors) throws IOException {
    Files.createDirectories(target);
    for (String name : new String[] {"config.json", "generation_config.json"}) {
      Files.copy(golden("llama-tied").resolve(name), target.resolve(name));
    }
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(golden("llama-tied").resolve("model.safetensors")))
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] text = new byte[(int) bytes.getLong()];
    bytes.get(text);
    JsonNode header = new ObjectMapper().readTree(text);
    for (String tensor : tensors) {
      JsonNode offsets = header.get(tensor).get("data_offsets");
      for (int at = offsets.get(0).asInt(); at < offsets.get(1).asInt(); at += 4) {
        int place = 8 + text.length + at;
        bytes.putFloat(place, bytes.getFloat(place) * factor);
      }
    }
    Files.write(target.resolve("model.safetensors"), bytes.array());
    return target;
  }

  /** Random ids. */
  public static TokenSequence sequence(String id, int length, int prefix, int firstScored) {
    int[] tokens = new Random(id.hashCode() * 31L + length).ints(length, 3, VOCABULARY).toArray();
    return new TokenSequence(id, tokens, prefix, firstScored);
  }
}
