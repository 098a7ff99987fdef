package org.modelassay.dispersion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;

/** The paper's protocol against numpy and scipy on drawn numbers (golden/dispersion). */
class PerplexityGroupsTest {
  private static final JsonNode GOLDEN = golden();

  private final PerplexityGroups groups =
      PerplexityGroups.of(
          doubles(GOLDEN.path("perplexity")),
          new PerplexityProtocol(
              GOLDEN.path("groupSize").asInt(),
              GOLDEN.path("groups").asInt(),
              GOLDEN.path("below").asDouble()));

  private final LayerDispersion layer =
      new LayerDispersion(
          doubles(GOLDEN.path("withinOfSegments")),
          new Jackknifed(0, new double[0]),
          new Jackknifed(0, new double[0]),
          null,
          StreamSupport.stream(GOLDEN.path("states").spliterator(), false)
              .map(PerplexityGroupsTest::floats)
              .toArray(float[][]::new));

  @Test
  void groupsNearestToTheGridStayOnce() {
    assertThat(groups.means()).containsExactly(doubles(GOLDEN.path("means")), within(1e-12));
    assertThat(groups.members()).allMatch(group -> group.length == 5);
  }

  @Test
  void withinSegments() {
    check(PerplexityCorrelation.within(layer, groups), GOLDEN.path("within"));
  }

  @Test
  void acrossSegments() {
    check(PerplexityCorrelation.across(layer, groups), GOLDEN.path("across"));
  }

  @Test
  void groupsThatHaveNoFinitePerplexityAreLeftOut() {
    double[] perplexities = {5, 2, Double.POSITIVE_INFINITY, 3, 1, 4, 6, 7};
    PerplexityGroups few =
        PerplexityGroups.of(perplexities, new PerplexityProtocol(2, 100, Double.POSITIVE_INFINITY));
    assertThat(few.means()).containsExactly(1.5, 3.5, 5.5);
    assertThat(few.members().get(2)).containsExactly(0, 6);
  }

  @Test
  void whatAllSegmentsShareHasNoCorrelation() {
    PerplexityGroups alike =
        PerplexityGroups.of(
            new double[] {2, 2, 2, 2, 2, 2},
            new PerplexityProtocol(2, 3, Double.POSITIVE_INFINITY));
    assertThat(alike.means()).containsExactly(2);
    DispersionDetails.Correlations none =
        new PerplexityCorrelation(new double[] {1, 2, 3, 4, 5, 6}, new double[] {1.5}, alike)
            .details();
    assertThat(none.groupPearson()).isNull();
    assertThat(none.segmentSpearman()).isNull();
    assertThat(none.segmentSpearmanInterval()).isNull();
  }

  @Test
  void wrongNumbersAreNamed() {
    assertThatThrownBy(() -> new PerplexityProtocol(1, 100, 25))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("groupSize = 1");
    assertThatThrownBy(() -> new PerplexityProtocol(100, 2, 25))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("groups = 2");
    assertThatThrownBy(() -> new PerplexityProtocol(100, 100, 1))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("belowPerplexity = 1.0");
    assertThatThrownBy(() -> new PerplexityProtocol(100, 100, 25).check(299, "wiki"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("wiki has 299 segments, which make 2 groups of groupSize = 100");
  }

  private static void check(PerplexityCorrelation actual, JsonNode expected) {
    assertThat(actual.ofGroups()).containsExactly(doubles(expected.path("groups")), within(1e-12));
    DispersionDetails.Correlations details = actual.details();
    assertThat(details.groupPearson())
        .isCloseTo(expected.path("groupPearson").asDouble(), within(1e-12));
    assertThat(details.groupSpearman())
        .isCloseTo(expected.path("groupSpearman").asDouble(), within(1e-12));
    assertThat(details.segmentPearson())
        .isCloseTo(expected.path("segmentPearson").asDouble(), within(1e-12));
    assertThat(details.segmentSpearman())
        .isCloseTo(expected.path("segmentSpearman").asDouble(), within(1e-12));
  }

  private static double[] doubles(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static float[] floats(JsonNode numbers) {
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers.get(i).asDouble();
    }
    return floats;
  }

  private static JsonNode golden() {
    try (var in =
        PerplexityGroupsTest.class.getResourceAsStream("/golden/dispersion/protocol.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
