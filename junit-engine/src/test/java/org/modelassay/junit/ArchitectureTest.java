package org.modelassay.junit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of this module. */
class ArchitectureTest {
  private static final String ROOT = "org.modelassay.junit";

  private final JavaClasses engine =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void annotationsNeedNothingButTheCoresEnums() {
    classes()
        .that()
        .resideInAPackage(ROOT)
        .and()
        .areAnnotations()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            ROOT,
            "org.junit.platform.commons.annotation",
            "org.modelassay.gate",
            "org.modelassay.model",
            "org.modelassay.coding",
            "org.modelassay.coding.equalinfo",
            "org.modelassay.dispersion",
            "org.modelassay.dispersion.ranking",
            "org.modelassay.knnlm",
            "org.modelassay.measure")
        .check(engine);
  }

  @Test
  void onlyTheForksProgramLaunches() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".launch")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit.platform.launcher..", "org.junit.platform.reporting..")
        .check(engine);
  }

  @Test
  void theEnginePrintsNothing() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(engine);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(engine);
  }

  @Test
  void discoveryTouchesNoFile() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".discovery")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io", "java.nio..")
        .check(engine);
  }

  @Test
  void whatJunitPlatform6BroughtIsCalledInOnePlaceOnly() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.Cancellation\\$Token")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.junit.platform.engine.CancellationToken")
        .check(engine);
  }
}
