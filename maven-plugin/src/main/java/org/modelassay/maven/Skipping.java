package org.modelassay.maven;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is anything to do in a module; the same answer for every goal, so that {@code
 * check} asks for no record that {@code evaluate} was told not to make.
 *
 * @param skip {@code assay.skip}
 * @param skipTests {@code skipTests}
 * @param skipTestCompilation {@code maven.test.skip}
 * @param packaging the module's packaging
 * @param engine whether {@code assay-junit-engine} is on the test class path
 */
record Skipping(
    boolean skip,
    boolean skipTests,
    boolean skipTestCompilation,
    String packaging,
    boolean engine) {

  /** Every reason to skip, or null when there is none. */
  @Nullable String reason() {
    List<String> reasons = new ArrayList<>();
    if (skip) {
      reasons.add("assay.skip is set");
    }
    if (skipTests) {
      reasons.add("skipTests is set");
    }
    if (skipTestCompilation) {
      reasons.add("maven.test.skip is set");
    }
    if (packaging.equals("pom")) {
      reasons.add("a module of packaging pom has no specs");
    } else if (!engine) {
      reasons.add("assay-junit-engine is not on the module's test class path");
    }
    return reasons.isEmpty() ? null : String.join(", ", reasons);
  }
}
