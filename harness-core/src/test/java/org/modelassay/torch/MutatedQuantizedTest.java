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
            var loader = new WeightLoader(WeightTreatment.NONE, Precision.F32, Device.CPU)) {
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
