package org.modelassay.model.family;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.Rope;

/** Which layers look back only as far as a window. */
final class LayerTypes {
  private LayerTypes() {}

  /**
   * Whether each layer slides.
   *
   * @param otherwise by number of layer, where {@code layer_types} is not given
   */
  static List<Boolean> slide(ModelConfig config, int layers, IntPredicate otherwise) {
    List<String> types = config.texts("layer_types");
    var slide = new ArrayList<Boolean>();
    for (int i = 0; i < layers; i++) {
      if (types.isEmpty()) {
        slide.add(otherwise.test(i));
        continue;
      }
      if (types.size() != layers) {
        throw config.unsupported("layer_types", layers + " of them, as num_hidden_layers says");
      }
      slide.add(
          switch (types.get(i)) {
            case "sliding_attention" -> true;
            case "full_attention" -> false;
            default -> throw config.unsupported("layer_types", "sliding_attention, full_attention");
          });
    }
    return slide;
  }

  /** Windows of those layers: {@code sliding_window}, or none where that is null. */
  static List<Integer> windows(ModelConfig config, List<Boolean> slide) {
    if (!config.has("sliding_window")) {
      return Collections.nCopies(slide.size(), 0);
    }
    int window = config.size("sliding_window");
    return slide.stream().map(s -> s ? window : 0).toList();
  }

  /**
   * One rotation for the layers of which something is true, another for the rest, null for none.
   */
  static List<@Nullable Rope> ropes(
      List<Boolean> which, @Nullable Rope these, @Nullable Rope others) {
    List<@Nullable Rope> ropes = new ArrayList<>();
    for (boolean is : which) {
      ropes.add(is ? these : others);
    }
    return ropes;
  }
}
