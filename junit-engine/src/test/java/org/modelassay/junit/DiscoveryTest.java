package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.excludeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.engine.discovery.PackageNameFilter.includePackageNames;
import static org.modelassay.junit.Engines.discover;
import static org.modelassay.junit.Engines.ids;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.modelassay.junit.specs.AnswersSpec;

/** One test for each kind of selector and filter. */
class DiscoveryTest {
  private static final String SPEC = "/[spec:org.modelassay.junit.specs.AnswersSpec]";
  private static final String ALONE = "/[spec:org.modelassay.junit.specs.AloneSpec]";
  private static final String ANSWERS = SPEC + "/[check:keepsItsAnswers]";
  private static final String CODES = SPEC + "/[check:日本語の職務経歴書を符号化できる]";
  private static final UniqueId ENGINE = UniqueId.forEngine("assay");

  @Test
  void aClassHasItsChecksByNameAndTheirCandidatesAsDeclared() {
    assertThat(ids(discover(AnswersSpec.class).getEngineDescriptor()))
        .containsExactly(
            SPEC,
            ANSWERS,
            ANSWERS + "/[candidate:int8]",
            ANSWERS + "/[candidate:int4]",
            encoded(CODES),
            encoded(CODES) + "/[candidate:int8]",
            encoded(CODES) + "/[candidate:int4]");
  }

  @Test
  void aMethodIsFoundWithAndWithoutTheTypeOfItsParameter() {
    String type = AnswersSpec.class.getName();
    List<String> expected =
        List.of(SPEC, ANSWERS, ANSWERS + "/[candidate:int8]", ANSWERS + "/[candidate:int4]");

    assertThat(ids(discover(selectMethod(type, "keepsItsAnswers")).getEngineDescriptor()))
        .isEqualTo(expected);
    assertThat(
            ids(
                discover(
                        selectMethod(type + "#keepsItsAnswers(org.modelassay.flips.ChoicesResult)"))
                    .getEngineDescriptor()))
        .isEqualTo(expected);
  }

  @Test
  void aMethodThatIsNoCheckYieldsNothing() {
    assertThat(
            ids(
                discover(selectMethod(AnswersSpec.class.getName(), "isNoCheck"))
                    .getEngineDescriptor()))
        .isEmpty();
  }

  @Test
  void aMethodWithAJapaneseNameIsFound() {
    assertThat(
            ids(
                discover(selectMethod(AnswersSpec.class.getName(), "日本語の職務経歴書を符号化できる"))
                    .getEngineDescriptor()))
        .hasSize(4);
  }

  @Test
  void aPackageHasItsSpecsByName() {
    assertThat(specs(discover(selectPackage("org.modelassay.junit.specs")).getEngineDescriptor()))
        .containsExactly(
            "org.modelassay.junit.specs.AloneSpec",
            "org.modelassay.junit.specs.AnswersSpec",
            "org.modelassay.junit.specs.ShortFormSpec",
            "org.modelassay.junit.specs.inherited.EnglishSpec",
            "org.modelassay.junit.specs.inherited.JapaneseSpec");
  }

  @Test
  void aClasspathRootHasAllSpecs() throws Exception {
    Path root =
        Path.of(AnswersSpec.class.getProtectionDomain().getCodeSource().getLocation().toURI());

    assertThat(
            specs(
                EngineTestKit.engine(new AssayTestEngine())
                    .selectors(
                        selectClasspathRoots(Set.of(root))
                            .toArray(new org.junit.platform.engine.DiscoverySelector[0]))
                    .discover()
                    .getEngineDescriptor()))
        .contains(
            "org.modelassay.junit.specs.AloneSpec",
            "org.modelassay.junit.specs.inherited.JapaneseSpec");
  }

  @Test
  void everyIdThatWasEverReturnedSelectsItsPart() {
    List<String> all =
        ids(
            discover(
                    selectPackage("org.modelassay.junit.specs.inherited"),
                    selectClass(AnswersSpec.class))
                .getEngineDescriptor());
    assertThat(all).hasSizeGreaterThan(10);

    for (String id : all) {
      TestDescriptor root =
          discover(selectUniqueId(UniqueId.parse(ENGINE + id))).getEngineDescriptor();
      assertThat(ids(root)).as(id).contains(id);
      assertThat(ids(root)).as(id).allMatch(it -> it.startsWith(id) || id.startsWith(it));
    }
  }

  @Test
  void aLeafsIdSelectsThatLeafAlone() {
    assertThat(
            ids(
                discover(
                        selectUniqueId(
                            ENGINE
                                .append("spec", AnswersSpec.class.getName())
                                .append("check", "keepsItsAnswers")
                                .append("candidate", "int4")))
                    .getEngineDescriptor()))
        .containsExactly(SPEC, ANSWERS, ANSWERS + "/[candidate:int4]");
  }

  @Test
  void overlappingSelectorsYieldEachNodeOnceAndInOrder() {
    UniqueId spec = ENGINE.append("spec", AnswersSpec.class.getName());

    assertThat(
            ids(
                discover(
                        selectUniqueId(
                            spec.append("check", "keepsItsAnswers").append("candidate", "int4")),
                        selectMethod(AnswersSpec.class.getName(), "keepsItsAnswers"),
                        selectUniqueId(spec),
                        selectUniqueId(spec),
                        selectClass(AnswersSpec.class))
                    .getEngineDescriptor()))
        .isEqualTo(ids(discover(AnswersSpec.class).getEngineDescriptor()));
  }

  @Test
  void anotherEnginesIdYieldsNothing() {
    var results =
        discover(
            selectUniqueId(
                UniqueId.forEngine("junit-jupiter")
                    .append("class", AnswersSpec.class.getName())
                    .append("method", "keepsItsAnswers()")));

    assertThat(ids(results.getEngineDescriptor())).isEmpty();
    assertThat(results.getDiscoveryIssues()).isEmpty();
  }

  @Test
  void idsAreBuiltFromTheIdThatIsHandedIn() {
    UniqueId nested =
        UniqueId.forEngine("junit-platform-suite").append("suite", "s").appendEngine("assay");

    TestDescriptor root =
        new AssayTestEngine()
            .discover(
                LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(AnswersSpec.class))
                    .build(),
                nested);

    assertThat(root.getDescendants()).allMatch(it -> it.getUniqueId().hasPrefix(nested));
    assertThat(ids(root)).hasSize(7);
  }

  @Test
  void filtersOnClassesAndPackagesHoldForScansAndForNamedClasses() {
    var engine = EngineTestKit.engine(new AssayTestEngine());

    assertThat(
            specs(
                engine
                    .selectors(selectPackage("org.modelassay.junit.specs"))
                    .filters(excludeClassNamePatterns(".*Answers.*", ".*English.*"))
                    .filters(includePackageNames("org.modelassay.junit.specs"))
                    .discover()
                    .getEngineDescriptor()))
        .containsExactly(
            "org.modelassay.junit.specs.AloneSpec",
            "org.modelassay.junit.specs.ShortFormSpec",
            "org.modelassay.junit.specs.inherited.JapaneseSpec");
    assertThat(
            specs(
                EngineTestKit.engine(new AssayTestEngine())
                    .selectors(selectClass(AnswersSpec.class))
                    .filters(excludeClassNamePatterns(".*Answers.*"))
                    .discover()
                    .getEngineDescriptor()))
        .isEmpty();
  }

  @Test
  void tagsOfSpecAndCheckSelectThroughTheLauncher() {
    assertThat(leavesTagged("slow")).containsExactly("int8", "int4");
    assertThat(leavesTagged("resume")).hasSize(4);
    assertThat(leavesTagged("!slow & resume")).hasSize(2);
    assertThat(leavesTagged("fast")).isEmpty();
  }

  @Test
  void otherClassesAreNoneOfItsBusiness() {
    var results = discover(selectClass(String.class), selectClass(DiscoveryTest.class));

    assertThat(ids(results.getEngineDescriptor())).isEmpty();
    assertThat(results.getDiscoveryIssues()).isEmpty();
  }

  @Test
  void aSpecInheritsFromAbstractOnes() {
    String japanese = "/[spec:org.modelassay.junit.specs.inherited.JapaneseSpec]";
    String english = "/[spec:org.modelassay.junit.specs.inherited.EnglishSpec]";

    assertThat(
            ids(
                discover(selectPackage("org.modelassay.junit.specs.inherited"))
                    .getEngineDescriptor()))
        .containsExactly(
            english,
            english + "/[check:answers]",
            english + "/[check:codes]",
            japanese,
            japanese + "/[check:codes]",
            japanese + "/[check:codesMore]");
  }

  @Test
  void discoveryReadsNoFileAndNoParameter() {
    // Neither the models nor the corpora of the fixture exist, and the parameters are nonsense.
    var results =
        EngineTestKit.engine(new AssayTestEngine())
            .selectors(selectClass(AnswersSpec.class))
            .configurationParameter("assay.basedir", "/nowhere")
            .configurationParameter("assay.threads", "many")
            .discover();

    assertThat(ids(results.getEngineDescriptor())).hasSize(7);
    assertThat(results.getDiscoveryIssues()).isEmpty();
  }

  @Test
  void theTreeOfTwoDiscoveriesIsTheSame() {
    assertThat(ids(discover(selectPackage("org.modelassay.junit.specs")).getEngineDescriptor()))
        .isEqualTo(ids(discover(selectPackage("org.modelassay.junit.specs")).getEngineDescriptor()))
        .contains(ALONE);
  }

  private static String encoded(String id) {
    return UniqueId.parse(ENGINE + id).toString().substring(ENGINE.toString().length());
  }

  private static List<String> specs(TestDescriptor root) {
    return root.getChildren().stream().map(TestDescriptor::getLegacyReportingName).toList();
  }

  private static List<String> leavesTagged(String expression) {
    try (LauncherSession session = Engines.session(new AssayTestEngine())) {
      TestPlan plan =
          session
              .getLauncher()
              .discover(
                  LauncherDiscoveryRequestBuilder.request()
                      .selectors(selectClass(AnswersSpec.class))
                      .filters(TagFilter.includeTags(expression))
                      .build());
      return plan.getRoots().stream()
          .flatMap(root -> plan.getDescendants(root).stream())
          .filter(TestIdentifier::isTest)
          .map(TestIdentifier::getDisplayName)
          .toList();
    }
  }
}
