package org.modelassay.dispersion;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.AskedState;

/**
 * What a dispersion check asks of its corpus.
 *
 * @param layers as the check names them
 * @param sublayers of each layer
 * @param segmentLength tokens of a segment
 * @param acrossSegments whether {@code dispersion.mean} is over segments
 * @param pooling which state stands for a segment
 * @param centred whether the mean state is taken away
 * @param segments how many segments are drawn; 0 for all
 * @param seed of the drawing
 * @param protocol how dispersion is set beside perplexity; null where it is not
 */
record DispersionSettings(
    List<Integer> layers,
    List<Sublayer> sublayers,
    int segmentLength,
    boolean acrossSegments,
    Pooling pooling,
    boolean centred,
    int segments,
    long seed,
    @Nullable PerplexityProtocol protocol) {
  DispersionSettings {
    layers = List.copyOf(layers);
    sublayers = List.copyOf(sublayers);
  }

  /** The last states of whole blocks, of all segments. */
  static DispersionSettings of(List<Integer> layers, int segmentLength, boolean acrossSegments) {
    return new DispersionSettings(
        layers,
        List.of(Sublayer.BLOCK),
        segmentLength,
        acrossSegments,
        Pooling.LAST_TOKEN,
        false,
        0,
        0,
        null);
  }

  /** Every sub-layer of each layer. */
  List<AskedState> states() {
    return layers.stream()
        .flatMap(layer -> sublayers.stream().map(sublayer -> new AskedState(layer, sublayer)))
        .distinct()
        .toList();
  }

  Map<String, String> named() {
    var named = new LinkedHashMap<String, String>();
    named.put("layers", layers.toString());
    named.put("sublayers", sublayers.toString());
    named.put("segmentLength", "" + segmentLength);
    named.put("over", acrossSegments ? "ACROSS_SEGMENTS" : "WITHIN_SEGMENT");
    named.put("pooling", pooling.toString());
    named.put("centred", "" + centred);
    if (segments > 0) {
      named.put("segments", "" + segments);
      named.put("seed", "" + seed);
    }
    if (protocol != null) {
      named.put("perplexity.groupSize", "" + protocol.groupSize());
      named.put("perplexity.groups", "" + protocol.groups());
      named.put("perplexity.below", "" + protocol.belowPerplexity());
    }
    return named;
  }
}
