package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.model.ModelCopy;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Weight;
import org.modelassay.model.checkpoint.TensorSource;

/** Quantised checkpoints with a damaged header, configuration or byte: a clear error or a model. */
class MutatedQuantizedTest {
  private static final long SEED = 20_261_126;
  private static final int EACH = 8;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<JsonNode> VALUES =
      List.of(
          NODES.nullNode(),
          NODES.numberNode(0),
          NODES.numberNode(-1),
          NODES.numberNode(3),
          NODES.numberNode(1e300),
          NODES.numberNode(Long.MAX_VALUE),
          NODES.booleanNode(true),
          NODES.textNode(""),
          NODES.textNode("float16"),
          NODES.arrayNode().add(7).add(0),
          NODES.objectNode().put("x", 1));
  private static final List<String> TYPES =
      List.of("F64", "F32", "F16", "BF16", "F8_E4M3", "I64", "I32", "I16", "I8", "U8", "BOOL");

  @Test
  void aClearErrorOrAModel(@TempDir Path folder) throws IOException {
    System.out.println("seed " + SEED);
    var random = new Random(SEED);
    int models = 0;
    int errors = 0;
    for (String name : QuantizedTest.cases().toList()) {
      for (int i = 0; i < EACH; i++) {
        Path copy = Files.createDirectory(folder.resolve(name + i));
        ModelCopy model = ModelCopy.of(QuantizedTest.folder().resolve(name), copy);
        mutate(model, copy, random);
        try (ModelFiles files = ModelFiles.open(copy);
            var loader = new WeightLoader(WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
          for (var entry : files.weights().entrySet()) {
            Weight weight = entry.getKey();
            TensorSource source = entry.getValue();
            try (Tensor tensor = loader.load(weight, source)) {
              assertThat(OutputHead.copy(tensor)).hasSize((int) source.elements());
            }
          }
          models++;
        } catch (AssayException e) {
          assertThat(e).hasMessageContaining(copy.toString());
          errors++;
        }
      }
    }
    System.out.println(models + " models, " + errors + " errors");
    assertThat(models + errors).isGreaterThanOrEqualTo(200);
    assertThat(errors).isGreaterThan(100);
  }

  private static void mutate(ModelCopy model, Path folder, Random random) throws IOException {
    switch (random.nextInt(4)) {
      case 0 -> model.config(config -> value(config.path("quantization_config"), random));
      case 1 -> {
        byte[] bytes = Files.readAllBytes(folder.resolve("model.safetensors"));
        for (int i = 0; i < 40; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        Files.write(folder.resolve("model.safetensors"), bytes);
      }
      default -> model.header(header -> tensor(header, random));
    }
  }

  /** Another value of a key, however deep. */
  private static void value(JsonNode settings, Random random) {
    if (!(settings instanceof ObjectNode object) || object.isEmpty()) {
      return;
    }
    var keys = new ArrayList<String>();
    object.fieldNames().forEachRemaining(keys::add);
    String key = keys.get(random.nextInt(keys.size()));
    JsonNode inner = object.get(key);
    if (inner.isObject() && !inner.isEmpty() && random.nextInt(5) > 0) {
      value(inner, random);
    } else if (random.nextInt(6) == 0) {
      object.remove(key);
    } else {
      object.set(key, VALUES.get(random.nextInt(VALUES.size())));
    }
  }

  /** A quantised part that is not there, of another type, or of another shape. */
  private static void tensor(ObjectNode header, Random random) {
    var names = new ArrayList<String>();
    header
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.contains(".0.")) {
                names.add(name);
              }
            });
    String name = names.get(random.nextInt(names.size()));
    ObjectNode tensor = (ObjectNode) header.get(name);
    ArrayNode shape = (ArrayNode) tensor.get("shape");
    switch (random.nextInt(5)) {
      case 0 -> header.remove(name);
      case 1 -> tensor.put("dtype", TYPES.get(random.nextInt(TYPES.size())));
      case 2 -> {
        // The same bytes seen otherwise: one type half as wide, the last size twice as large.
        if (!shape.isEmpty()) {
          tensor.put("dtype", tensor.get("dtype").asText().equals("I32") ? "F16" : "I8");
          int last = shape.size() - 1;
          shape.set(last, NODES.numberNode(2 * shape.get(last).asLong()));
        }
      }
      case 3 -> {
        if (shape.size() == 2) {
          JsonNode first = shape.get(0);
          shape.set(0, shape.get(1));
          shape.set(1, first);
        }
      }
      default -> {
        if (shape.size() == 2 && shape.get(0).asLong() % 2 == 0) {
          shape.set(0, NODES.numberNode(shape.get(0).asLong() / 2));
          shape.set(1, NODES.numberNode(2 * shape.get(1).asLong()));
        }
      }
    }
  }
}
