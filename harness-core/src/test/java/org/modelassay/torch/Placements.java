package org.modelassay.torch;

import java.util.ArrayList;
import org.modelassay.model.DecoderShape;

/** Placements over the processor, as if it were several devices. */
public final class Placements {
  private Placements() {}

  /** Ranges of so many layers, the last one what is left. */
  public static Placement ranges(DecoderShape shape, int layers, boolean streams) {
    var ranges = new ArrayList<Placement.Range>();
    for (int first = 0; first < shape.layers(); first += layers) {
      int last = Math.min(shape.layers(), first + layers);
      ranges.add(new Placement.Range(first, last, Device.CPU));
    }
    return new Placement(ranges, streams);
  }
}
