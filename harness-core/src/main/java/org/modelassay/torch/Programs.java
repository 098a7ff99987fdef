package org.modelassay.torch;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The programs without state, compiled once in a JVM. */
final class Programs {
  private static @Nullable Program weights;
  private static @Nullable Program heads;

  private Programs() {}

  static synchronized Program weights() {
    Program program = weights;
    if (program == null) {
      program = new Program("weights.Weights", Map.of("training", false));
      weights = program;
    }
    return program;
  }

  static synchronized Program heads() {
    Program program = heads;
    if (program == null) {
      program = new Program("heads.Heads", Map.of("training", false));
      heads = program;
    }
    return program;
  }
}
