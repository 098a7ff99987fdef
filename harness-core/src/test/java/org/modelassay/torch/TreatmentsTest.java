package org.modelassay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.Weight;
import org.modelassay.treatment.Treatment;

/** Treatments, bit for bit against numpy: see {@code golden/treatments/make.py}. */
class TreatmentsTest {
  private static final Weight WEIGHT =
      Weight.matrix("0.q", "model.layers.0.self_attn.q_proj.weight", 12, 128);

  private final Safetensors golden;

  TreatmentsTest() throws IOException, URISyntaxException {
    golden =
        new Safetensors(
            Path.of(
                Objects.requireNonNull(
                        TreatmentsTest.class.getResource(
                            "/golden/treatments/treatments.safetensors"))
                    .toURI()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int8         | quantize(bits=8, symmetric=true)",
        "int4-g64     | quantize(bits=4, group=64)",
        "int4-sym-g32 | quantize(bits=4, group=32, symmetric=true)",
        "int3-g64     | quantize(bits=3, group=64)",
        "prune50      | prune(sparsity=0.5)",
        "prune30      | prune(sparsity=0.3)"
      })
  void everyBitIsAsDefined(String name, String treatment) {
    assertThat(treated(treatment))
        .usingComparator(TreatmentsTest::bits)
        .isEqualTo(golden.floats(name));
  }

  @Test
  void severalGoFromLeftToRight() {
    float[] both = treated("prune(sparsity=0.5), quantize(bits=8, symmetric=true)");

    int zeros = 0;
    for (float w : both) {
      zeros += w == 0 ? 1 : 0;
    }
    assertThat(zeros).isGreaterThanOrEqualTo(12 * 128 / 2);
    assertThat(Treatment.parse("prune(sparsity=0.5)+quantize( symmetric = true , bits = 8 )"))
        .hasToString(
            Treatment.parse("prune(sparsity=0.5), quantize(bits=8, symmetric=true)").toString());
  }

  @Test
  void aGroupThatDoesNotDivideTheWidthIsAnError() {
    assertThatThrownBy(() -> treated("quantize(bits=4, group=48)"))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "quantize(bits=4, group=48, symmetric=false): group 48 does not divide the 128 inputs of"
                + " model.layers.0.self_attn.q_proj.weight; choose a divisor of every width");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "quantise(bits=4)                  | there is no treatment quantise; there are quantize and prune",
        "quantize(bits=4, groups=64)       | there is no argument groups; there are bits, group, symmetric",
        "quantize(group=64)                | bits must be a whole number",
        "quantize(bits=1)                  | bits is 1, expected 2 to 16",
        "quantize(bits=4, group=0)         | group is 0, expected a positive number of inputs",
        "quantize(bits=4, symmetric=yes)   | symmetric is 'yes', expected true or false",
        "quantize(bits=4, bits=8)          | bits is given twice",
        "quantize(4)                       | '4' is no name=value",
        "prune(sparsity=1.5)               | sparsity is 1.5, expected 0 to 1",
        "prune(sparsity=NaN)               | sparsity is NaN, expected 0 to 1",
        "quantize(bits=4) prune(sparsity=0.5) | expected a comma or a plus sign before 'prune(sparsity=0.5)'",
        "prune                             | expected a treatment at 'prune'",
        "prune(sparsity=0.5),              | nothing follows the last separator"
      })
  void whatCannotBeUnderstoodIsNamed(String text, String complaint) {
    assertThatThrownBy(() -> Treatment.parse(text))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "treatment '"
                + text
                + "': "
                + complaint
                + "; such as quantize(bits=4, group=64), prune(sparsity=0.5)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void anEmptyOneIsAnError(String text) {
    assertThatThrownBy(() -> Treatment.parse(text))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("it is empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quantize(bits=8, symmetric=true)",
        "quantize(bits=4, group=64)",
        "prune(sparsity=0.5) + quantize(bits=3)"
      })
  void itsTextCanBeParsedAgain(String text) {
    String canonical = Treatment.parse(text).toString();

    assertThat(Treatment.parse(canonical)).hasToString(canonical);
    assertThat(treated(canonical)).usingComparator(TreatmentsTest::bits).isEqualTo(treated(text));
  }

  private float[] treated(String treatment) {
    float[] weights = golden.floats("weights");
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(4 * weights.length).order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(weights);
    try (Tensor tensor =
        Treatment.parse(treatment)
            .apply(WEIGHT, Inputs.matrix(buffer, 12, 128), DecoderLoader.OPERATIONS)) {
      return OutputHead.copy(tensor);
    }
  }

  /** Equal when every bit is, the sign of a zero included: 0 and -0 are told apart only here. */
  private static int bits(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Float.floatToRawIntBits(a[i]) != Float.floatToRawIntBits(b[i])) {
        return 1;
      }
    }
    return a.length - b.length;
  }
}
