package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkippingTest {
  @Test
  void aModuleWithTheEngineIsNotSkipped() {
    assertThat(new Skipping(false, false, false, "jar", true).reason()).isNull();
  }

  @Test
  void aModuleWithoutTheEngineIsSkipped() {
    assertThat(new Skipping(false, false, false, "jar", false).reason())
        .isEqualTo("assay-junit-engine is not on the module's test class path");
  }

  @Test
  void aParentIsSkippedEvenWhereItNamesTheEngineForItsChildren() {
    assertThat(new Skipping(false, false, false, "pom", true).reason())
        .isEqualTo("a module of packaging pom has no specs");
  }

  @Test
  void everyReasonIsSaid() {
    assertThat(new Skipping(true, true, true, "jar", true).reason())
        .isEqualTo("assay.skip is set, skipTests is set, maven.test.skip is set");
  }
}
