package org.modelassay.junit.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.modelassay.AssayException;
import org.modelassay.junit.AssayTestEngine;

class SpecFilterTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "AloneSpec | codes() disperses() looksFarBack() samples() writes()",
        "org.modelassay.junit.specs.AloneSpec | codes() disperses() looksFarBack() samples() writes()",
        "AloneSpec#codes | codes()",
        "AloneSpec#codes+writes | codes() writes()",
        "AloneSpec#d* | disperses()",
        "Alone????#?rites | writes()",
        "AloneSpec#codes, AnswersSpec#keepsItsAnswers"
            + " | codes() keepsItsAnswers(int8)[1] keepsItsAnswers(int4)[2]",
        "*Spec#codes,!ShortFormSpec,!*.inherited.* | codes()",
        "!*Form*,!A*,!*.inherited.* | ''",
        "*#日本語* | 日本語の職務経歴書を符号化できる(int8)[1] 日本語の職務経歴書を符号化できる(int4)[2]",
        "specs.AloneSpec | ''",
        "AloneSpec#code | ''",
      })
  void namesSpecsAndChecksAsSurefireDoes(String filter, String leaves) {
    assertThat(String.join(" ", leaves(filter))).isEqualTo(leaves);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AloneSpec,", "#codes", "AloneSpec#", "!"})
  void anEmptyEntryIsRefused(String filter) {
    assertThatThrownBy(() -> new SpecFilter(filter))
        .isInstanceOf(AssayException.class)
        .hasMessage("assay.spec=" + filter + " has an empty entry; write Class or Class#method");
  }

  @Test
  void aDotIsNoWildcard() {
    assertThat(leaves("orgXmodelassay.junit.specs.AloneSpec")).isEmpty();
  }

  private static List<String> leaves(String text) {
    SpecFilter filter = new SpecFilter(text);
    List<String> leaves = new ArrayList<>();
    EngineTestKit.engine(new AssayTestEngine())
        .selectors(selectPackage("org.modelassay.junit.specs"))
        .discover()
        .getEngineDescriptor()
        .accept(
            (TestDescriptor it) -> {
              if (it.isTest() && filter.apply(it).included()) {
                leaves.add(it.getLegacyReportingName());
              }
            });
    return leaves;
  }
}
