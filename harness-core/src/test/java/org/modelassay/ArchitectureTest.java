package org.modelassay;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of {@code docs/architecture.md}. */
class ArchitectureTest {
  private static final String ROOT = "org.modelassay";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static String in(String name) {
    return ROOT + "." + name + "..";
  }

  @Test
  void onlyTorchKnowsTheEngineAndOnlyModelTokenizerTheTokenizers() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("torch"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "ai.djl", "ai.djl.engine..", "ai.djl.ndarray..", "ai.djl.pytorch..", "ai.djl.util..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage(in("model.tokenizer"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("ai.djl.huggingface..")
        .check(CLASSES);
  }

  @Test
  void theCoreKnowsNoJUnitNoMavenAndNoTemplates() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..", "org.apache.maven..", "freemarker..")
        .check(CLASSES);
  }

  @Test
  void statisticsImportsNothingOfOurs() {
    only("statistics");
  }

  @Test
  void templatesReachNothing() {
    only("template");
    noClasses()
        .that()
        .resideInAPackage(in("template"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio.file..",
            "java.net..",
            "java.lang.reflect..",
            "java.lang.invoke..")
        .because("a template is an untrusted program")
        .check(CLASSES);
  }

  @Test
  void theGateKnowsNoModel() {
    only("gate", "statistics");
  }

  @Test
  void dataKnowsNoModelAndNoMeasure() {
    only("data", "template");
    only("data.harness", "data.file", "template");
    only("data.file");
  }

  @Test
  void readingsKnowNoMeasure() {
    only("reading", "model", "torch");
    only("generation", "reading", "model", "torch");
  }

  @Test
  void measuresKnowNeitherTorchNorEachOther() {
    for (String measure : new String[] {"coding", "flips", "dispersion", "knnlm", "brevity"}) {
      only(measure, "measure", "reading", "model", "data", "statistics", "gate");
    }
  }

  @Test
  void trainingKnowsModelsAlone() {
    only("training", "torch", "model");
  }

  @Test
  void nobodyWhoMeasuresLooksAtTraining() {
    noClasses()
        .that()
        .resideOutsideOfPackages(in("training"), in("evaluation"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("training"))
        .check(CLASSES);
  }

  @Test
  void dispersionKnowsNoRanking() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".dispersion")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("dispersion.ranking"))
        .check(CLASSES);
  }

  @Test
  void analysesOfTokensKnowNoModel() {
    only("coding.equalinfo.analysis", "statistics");
  }

  @Test
  void studiesKnowNumbersAlone() {
    only("study", "statistics");
    only("gap", "data", "model", "statistics", "torch");
  }

  @Test
  void nobodyLooksUpAtTheEvaluation() {
    noClasses()
        .that()
        .resideOutsideOfPackage(in("evaluation"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(in("evaluation"))
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatMayLiveThere() {
    for (JavaPackage each : CLASSES.getPackage(ROOT).getSubpackagesInTree()) {
      assertThat(each.tryGetPackageInfo().isPresent()).as(each.getName()).isTrue();
    }
  }

  /** A package may use these packages of ours, itself and the root. */
  private static void only(String name, String... others) {
    String[] allowed = new String[others.length + 2];
    for (int i = 0; i < others.length; i++) {
      allowed[i] = in(others[i]);
    }
    allowed[others.length] = in(name);
    allowed[others.length + 1] = ROOT;
    classes()
        .that()
        .resideInAPackage(in(name))
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage(ROOT + ".."))
                .or(resideInAnyPackage(allowed))
                .as("of " + String.join(", ", allowed)))
        .check(CLASSES);
  }
}
