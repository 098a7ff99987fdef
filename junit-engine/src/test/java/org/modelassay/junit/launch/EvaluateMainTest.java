package org.modelassay.junit.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.evaluation.CheckId;
import org.modelassay.evaluation.Outcome;
import org.modelassay.evaluation.RunProgress.Extent;
import org.modelassay.junit.Engines;
import org.modelassay.junit.FakeRuns;
import org.modelassay.junit.execution.RunFactory;
import org.modelassay.junit.specs.AnswersSpec;
import org.modelassay.reading.Progress.Step;

class EvaluateMainTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path directory;

  /** The directory has specs that are wrong on purpose; the platform would log their warnings. */
  private static final Logger ISSUES =
      Logger.getLogger("org.junit.platform.launcher.core.DiscoveryIssueNotifier");

  private final FakeRuns runs = new FakeRuns();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private boolean writesRecord = true;

  @BeforeEach
  void tellWhereTheRecordGoes() {
    ISSUES.setLevel(Level.OFF);
    System.setProperty("assay.basedir", directory.toString());
    System.setProperty("assay.record", "run.json");
  }

  @AfterEach
  void forget() {
    ISSUES.setLevel(null);
    System.clearProperty("assay.basedir");
    System.clearProperty("assay.record");
  }

  @Test
  void runsTheSpecsOfADirectoryAndTellsProgress() throws Exception {
    runs.answering(
        outcome -> {
          runs.progress.reading(
              new Step(outcome.name(), "int8", "answers", 2, 2, 0), new Extent(2, 8, 6));
          return switch (outcome.check().method() + outcome.candidate()) {
            case "keepsItsAnswersint4" ->
                FakeRuns.with(
                    outcome,
                    null,
                    List.of(
                        FakeRuns.verdict(
                            true,
                            FakeRuns.figure("choices.flipRate", 0.1, null),
                            "@MaxFlipRate(0.06)")));
            case "日本語の職務経歴書を符号化できるint8" ->
                FakeRuns.failing(outcome, new AssayException("corpora/x.jsonl: no such file"));
            default -> outcome;
          };
        });

    int exit = run("--spec", "AnswersSpec", "--status", path("status"), "--xml", path("xml"));

    assertThat(exit).isEqualTo(EvaluateMain.RAN);
    assertThat(lines().stream().map(it -> it.replaceAll("\\d+\\.\\d s", "T s")))
        .containsExactly(
            "[1/4] AnswersSpec#keepsItsAnswers(int8)",
            "  int8 read answers: 2 tokens; 2 of 8 tokens (25%)",
            "  passed (T s)",
            "[2/4] AnswersSpec#keepsItsAnswers(int4)",
            "  int8 read answers: 2 tokens; 2 of 8 tokens (25%)",
            "  FAILED (T s): choices.flipRate 0.1 - limit @MaxFlipRate(0.06)",
            "[3/4] AnswersSpec#日本語の職務経歴書を符号化できる(int8)",
            "  int8 read answers: 2 tokens; 2 of 8 tokens (25%)",
            "  ERROR (T s): corpora/x.jsonl: no such file",
            "[4/4] AnswersSpec#日本語の職務経歴書を符号化できる(int4)",
            "  int8 read answers: 2 tokens; 2 of 8 tokens (25%)",
            "  passed (T s)",
            "4 checks, 2 not passed");
    assertThat(Files.readAllLines(directory.resolve("status")))
        .containsExactly(
            "AnswersSpec#keepsItsAnswers(int8)",
            "AnswersSpec#keepsItsAnswers(int4)",
            "AnswersSpec#日本語の職務経歴書を符号化できる(int8)",
            "AnswersSpec#日本語の職務経歴書を符号化できる(int4)");
    String xml = Files.readString(directory.resolve("xml/TEST-assay.xml"));
    assertThat(xml)
        .contains("tests=\"4\"", "failures=\"1\"", "errors=\"1\"")
        .contains(
            "name=\"keepsItsAnswers(int4)[2]\"", "classname=\"" + AnswersSpec.class.getName());
  }

  @Test
  void noSpecIsAnExitCodeOfItsOwn() {
    assertThat(run("--spec", "AnswersSpec#noSuchCheck")).isEqualTo(EvaluateMain.NO_SPEC);
    assertThat(lines().get(lines().size() - 1))
        .startsWith("No spec: assay.spec=AnswersSpec#noSuchCheck names none of those in ")
        .contains("org.modelassay.junit.specs.AnswersSpec");
  }

  @Test
  void aDirectoryWithoutSpecs() {
    assertThat(main().run("--scan", directory.toString())).isEqualTo(EvaluateMain.NO_SPEC);
    assertThat(lines())
        .containsExactly("No spec: no class with @ModelSpec and a check in [" + directory + "].");
  }

  @Test
  void anEarlierRecordIsNeverTakenForThisRuns() throws Exception {
    Files.writeString(directory.resolve("run.json"), "{}");
    writesRecord = false;

    assertThat(run("--spec", "AnswersSpec")).isEqualTo(EvaluateMain.FAILED);
    assertThat(directory.resolve("run.json")).doesNotExist();
    assertThat(lines())
        .endsWith(
            "No record was written to "
                + directory.resolve("run.json")
                + "; the reason is in the lines above.");
  }

  @Test
  void aRunThatCannotBeginTellsWhy() {
    System.setProperty("assay.threads", "many");
    try {
      assertThat(run("--spec", "AnswersSpec")).isEqualTo(EvaluateMain.FAILED);
    } finally {
      System.clearProperty("assay.threads");
    }
    assertThat(lines()).anyMatch(it -> it.contains("assay.threads=many is no number of threads"));
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThat(main().run()).isEqualTo(EvaluateMain.FAILED);
    assertThat(main().run("--scan")).isEqualTo(EvaluateMain.FAILED);
    assertThat(main().run("--fast", "yes")).isEqualTo(EvaluateMain.FAILED);
    assertThat(lines())
        .containsExactly(
            "--scan is missing; give a directory of test classes",
            "--scan has no value; give one after it",
            "--fast is no option; there are --scan, --spec, --status, --xml, --progress");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--scan", testClasses()));
    all.addAll(List.of(arguments));
    return main().run(all.toArray(new String[0]));
  }

  private EvaluateMain main() {
    return new EvaluateMain(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        () -> Engines.session(Engines.with(this::begin)));
  }

  private RunFactory.Run begin(
      org.modelassay.evaluation.Settings settings,
      org.modelassay.evaluation.Session session,
      List<org.modelassay.evaluation.Check> checks,
      org.modelassay.evaluation.RunProgress progress,
      java.util.function.BooleanSupplier cancelled) {
    RunFactory.Run run = runs.begin(settings, session, checks, progress, cancelled);
    return new RunFactory.Run() {
      @Override
      public Outcome outcome(CheckId check, String candidate) {
        return run.outcome(check, candidate);
      }

      @Override
      public void record(Outcome outcome) {
        run.record(outcome);
      }

      @Override
      public void close() {
        if (writesRecord && settings.record() != null) {
          try {
            Files.writeString(settings.record(), "{}");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }
    };
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private List<String> lines() {
    return Stream.of(out.toString(StandardCharsets.UTF_8).split("\\R")).toList();
  }

  private static String testClasses() {
    try {
      return Path.of(AnswersSpec.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
