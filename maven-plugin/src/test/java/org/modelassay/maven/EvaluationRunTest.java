package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;
import org.modelassay.junit.launch.EvaluateMain;

class EvaluationRunTest {
  @TempDir Path base;
  private final List<String> out = new ArrayList<>();
  private Workspace workspace = new Workspace(Path.of("unset"));

  @BeforeEach
  void leaveTheRecordOfAnEarlierRun() throws Exception {
    workspace = new Workspace(base.resolve("target/assay"));
    Files.createDirectories(workspace.directory());
    Files.writeString(workspace.runRecord(), "old");
  }

  @Test
  void leavesTheRecordOfThisRun() throws Exception {
    assertThat(evaluate("well", null)).isTrue();
    assertThat(workspace.runRecord()).hasContent("{\"device\": \"cpu\"}");
    assertThat(out)
        .containsExactly(
            "--scan %s --status %s --xml %s"
                .formatted(base.resolve("classes"), workspace.status(), workspace.xml()));
  }

  @Test
  void handsTheFilterOn() throws Exception {
    evaluate("well", "ResumeModelSpec#keepsItsAnswers");
    assertThat(out.get(0)).endsWith(" --spec ResumeModelSpec#keepsItsAnswers");
  }

  @Test
  void leavesNoRecordWhereThereIsNoSpec() throws Exception {
    assertThat(evaluate("no spec", null)).isFalse();
    assertThat(workspace.runRecord()).doesNotExist();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void namesTheCheckThatWasRunningWhenTheForkWasKilled() {
    assertThatThrownBy(() -> evaluate("killed", null))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("exit code 137 (SIGKILL: as a rule the system's out-of-memory killer")
        .hasMessageEndingWith("while running ResumeModelSpec#keepsItsAnswers(int4)");
    assertThat(workspace.runRecord()).as("half a run is no record").doesNotExist();
  }

  @Test
  void saysSoWhenTheForkDiedBeforeAnyCheck() {
    assertThatThrownBy(() -> evaluate("at once", null))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "the forked JVM ended with exit code 1 (the reason is in the lines above) while"
                + " running no check yet: it had not come so far");
  }

  @Test
  void aRunWithoutARecordIsBroken() {
    assertThatThrownBy(() -> evaluate("without a record", null))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("the forked JVM ended without writing " + workspace.runRecord())
        .hasMessageEndingWith("ResumeModelSpec#keepsItsAnswers(int4)");
  }

  @Test
  void namesSignals() {
    assertThat(EvaluationRun.ending(139)).contains("SIGSEGV");
    assertThat(EvaluationRun.ending(134)).contains("SIGABRT");
    assertThat(EvaluationRun.ending(129)).isEqualTo("exit code 129 (signal 1)");
  }

  private boolean evaluate(String ends, @Nullable String spec) throws Exception {
    Path classes =
        Path.of(EvaluateMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return new EvaluationRun(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            new Natives(List.of(classes), Map.of(), false),
            List.of("-Dends=" + ends),
            Map.of("assay.device", "cpu"),
            base.resolve("classes"),
            spec,
            base,
            workspace)
        .run(new ForkOutput(out::add, line -> {}, null));
  }
}
