package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.modelassay.junit.Engines.discover;
import static org.modelassay.junit.Engines.leaves;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.modelassay.junit.descriptor.CheckKind;
import org.modelassay.junit.specs.AnswersSpec;

/** What runners and reports see of a node: names, types, sources, tags. */
class TestTreeTest {
  private final TestDescriptor root = discover(AnswersSpec.class).getEngineDescriptor();
  private final TestDescriptor spec = root.getChildren().iterator().next();
  private final TestDescriptor check = spec.getChildren().iterator().next();

  @Test
  void aSpecHasAClassSourceOrSurefireCountsNothing() {
    assertThat(spec.getSource()).contains(ClassSource.from(AnswersSpec.class));
    assertThat(spec.getDisplayName()).isEqualTo("職務経歴書モデル");
    assertThat(spec.getLegacyReportingName()).isEqualTo(AnswersSpec.class.getName());
    assertThat(spec.isContainer()).isTrue();
  }

  @Test
  void aCheckWithCandidatesIsAContainer() {
    assertThat(check.getDisplayName()).isEqualTo("次の職種の答えが変わらない");
    assertThat(check.getLegacyReportingName()).isEqualTo("keepsItsAnswers()");
    assertThat(check.getType()).isEqualTo(TestDescriptor.Type.CONTAINER);
    assertThat(check.getTags())
        .extracting(TestTag::getName)
        .containsExactly("resume", "choices", "slow");
  }

  @Test
  void aContainerStaysOneWhenAFilterTakesItsLeaves() {
    List.copyOf(check.getChildren()).forEach(TestDescriptor::removeFromHierarchy);

    assertThat(check.isTest()).isFalse();
    root.accept(TestDescriptor::prune);
    assertThat(leaves(root)).hasSize(2).allMatch(it -> !it.getParent().orElseThrow().equals(check));
  }

  @Test
  void aCandidateHasItsOwnLegacyNameOrSurefiresXmlHasEqualOnes() {
    assertThat(leaves(root))
        .extracting(TestDescriptor::getLegacyReportingName)
        .containsExactly(
            "keepsItsAnswers(int8)[1]",
            "keepsItsAnswers(int4)[2]",
            "日本語の職務経歴書を符号化できる(int8)[1]",
            "日本語の職務経歴書を符号化できる(int4)[2]");
    assertThat(leaves(root))
        .extracting(TestDescriptor::getDisplayName)
        .containsExactly("int8", "int4", "int8", "int4");
  }

  @Test
  void theNumberInALegacyNameDoesNotDependOnWhatIsSelected() {
    UniqueId id = leaves(root).get(1).getUniqueId();

    assertThat(leaves(discover(selectUniqueId(id)).getEngineDescriptor()))
        .extracting(TestDescriptor::getLegacyReportingName)
        .containsExactly("keepsItsAnswers(int4)[2]");
  }

  @Test
  void aLeafHasTheMethodOfTheSpecAsItsSource() {
    MethodSource source = (MethodSource) leaves(root).get(0).getSource().orElseThrow();

    assertThat(source.getClassName()).isEqualTo(AnswersSpec.class.getName());
    assertThat(source.getMethodName()).isEqualTo("keepsItsAnswers");
    assertThat(leaves(root).get(0).getTags())
        .extracting(TestTag::getName)
        .containsExactly("resume", "choices", "slow");
  }

  @Test
  void anInheritedCheckHasTheConcreteSpecAsItsSource() throws Exception {
    TestDescriptor inherited =
        discover(Class.forName("org.modelassay.junit.specs.inherited.EnglishSpec"))
            .getEngineDescriptor();

    assertThat(leaves(inherited))
        .extracting(it -> ((MethodSource) it.getSource().orElseThrow()).getClassName())
        .containsOnly("org.modelassay.junit.specs.inherited.EnglishSpec");
  }

  @Test
  void aCheckWithoutCandidatesOrWithOneIsItselfTheLeaf() throws Exception {
    for (String name : List.of("AloneSpec", "ShortFormSpec")) {
      TestDescriptor alone =
          discover(Class.forName("org.modelassay.junit.specs." + name)).getEngineDescriptor();

      assertThat(leaves(alone))
          .isNotEmpty()
          .allSatisfy(
              leaf -> {
                assertThat(leaf.getUniqueId().getLastSegment().getType()).isEqualTo("check");
                assertThat(leaf.getLegacyReportingName()).isEqualTo(leaf.getDisplayName() + "()");
                assertThat(leaf.getSource()).containsInstanceOf(MethodSource.class);
              });
    }
  }

  @Test
  void theEngineSaysWhoItIs() {
    AssayTestEngine engine = new AssayTestEngine();

    assertThat(engine.getId()).isEqualTo("assay");
    assertThat(engine.getGroupId()).contains("org.modelassay");
    assertThat(engine.getArtifactId()).contains("assay-junit-engine");
    assertThat(engine.getVersion()).isPresent();
    assertThat(root.getUniqueId()).isEqualTo(UniqueId.forEngine("assay"));
  }

  @Test
  void idesSeeSpecsAndChecksAsTestable() throws Exception {
    assertThat(AnnotationSupport.isAnnotated(AnswersSpec.class, Testable.class)).isTrue();
    assertThat(CheckKind.ALL).allMatch(it -> it.annotation().isAnnotationPresent(Testable.class));
  }

  @Test
  void thePlatformFindsTheEngine() {
    assertThat(java.util.ServiceLoader.load(org.junit.platform.engine.TestEngine.class))
        .anyMatch(AssayTestEngine.class::isInstance);
  }
}
