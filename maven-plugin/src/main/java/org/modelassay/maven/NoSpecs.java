package org.modelassay.maven;

import java.util.Map;

/** A note from {@code evaluate} to {@code check}, in one build: there was nothing to evaluate. */
final class NoSpecs {
  private static final String KEY = "org.modelassay.maven.noSpecs";

  private NoSpecs() {}

  // Maven hands out raw maps: one per plugin and module, for the whole build.
  @SuppressWarnings({"unchecked", "rawtypes"})
  static void remember(Map context) {
    context.put(KEY, true);
  }

  @SuppressWarnings("rawtypes")
  static boolean remembered(Map context) {
    return context.containsKey(KEY);
  }
}
