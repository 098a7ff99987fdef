package org.modelassay.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/**
 * Runs a module's specs in a fork.
 *
 * @param java the launcher
 * @param natives class path and native libraries
 * @param options further arguments of the JVM
 * @param properties settings of the run by key, {@code assay.…}
 * @param testClasses directory whose classes are looked through for specs
 * @param spec which spec or check to run, {@code Class} or {@code Class#method}; null for all
 * @param base the module's directory
 * @param workspace where the files go
 */
record EvaluationRun(
    Path java,
    Natives natives,
    List<String> options,
    Map<String, String> properties,
    Path testClasses,
    @Nullable String spec,
    Path base,
    Workspace workspace) {
  /** Exit code of a fork that found no spec. */
  static final int NO_SPEC = 2;

  private static final String MAIN = "org.modelassay.junit.launch.EvaluateMain";

  /**
   * Runs them. Afterwards there is a record of this run, or none at all.
   *
   * @param output where the fork's lines go
   * @return whether there was a spec
   * @throws AssayException when the fork did not come to its end; names the check that was running
   */
  boolean run(ForkOutput output) throws IOException, InterruptedException {
    Files.createDirectories(workspace.directory());
    Files.deleteIfExists(workspace.runRecord());
    Files.deleteIfExists(workspace.status());
    int exit;
    try (output) {
      exit = fork(output.passing()).run(output::out, output::err);
    }
    if (exit == NO_SPEC) {
      return false;
    }
    if (exit != 0) {
      // What a broken run leaves is not the whole: nobody may judge by it.
      Files.deleteIfExists(workspace.runRecord());
      throw new AssayException(
          "the forked JVM ended with " + ending(exit) + " while running " + running());
    }
    if (!Files.isRegularFile(workspace.runRecord())) {
      throw new AssayException(
          "the forked JVM ended without writing "
              + workspace.runRecord()
              + "; the last it did was "
              + running());
    }
    return true;
  }

  private JavaFork fork(boolean passing) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--scan",
                testClasses.toString(),
                "--status",
                workspace.status().toString(),
                "--xml",
                workspace.xml().toString()));
    if (passing) {
      arguments.addAll(List.of("--progress", "passing"));
    }
    if (spec != null) {
      arguments.addAll(List.of("--spec", spec));
    }
    return new JavaFork(
        java,
        JavaFork.arguments(options, natives.classPath(), systemProperties(), MAIN, arguments),
        natives.variables(),
        base,
        workspace.argFile());
  }

  private Map<String, String> systemProperties() {
    Map<String, String> all = JavaFork.properties(properties, base, natives);
    all.put("assay.record", workspace.runRecord().toString());
    return all;
  }

  /** The check that the fork noted last. */
  private String running() throws IOException {
    if (!Files.isRegularFile(workspace.status())) {
      return "no check yet: it had not come so far";
    }
    String status = Files.readString(workspace.status(), StandardCharsets.UTF_8);
    return status
        .lines()
        .filter(line -> !line.isBlank())
        .reduce((a, b) -> b)
        .orElse("no check yet");
  }

  /** What an exit code means, as far as the system tells. */
  static String ending(int exit) {
    return switch (exit) {
      case 134 ->
          "exit code 134 (SIGABRT: a native library gave up; its last words are above and in"
              + " hs_err_pid*.log)";
      case 137 ->
          "exit code 137 (SIGKILL: as a rule the system's out-of-memory killer; lower"
              + " assay.memory, close other programs or take a machine with more memory; finished"
              + " readings are kept)";
      case 139 -> "exit code 139 (SIGSEGV in a native library; see hs_err_pid*.log)";
      case 143 -> "exit code 143 (SIGTERM: ended from outside)";
      default ->
          exit > 128
              ? "exit code " + exit + " (signal " + (exit - 128) + ")"
              : "exit code " + exit + " (the reason is in the lines above)";
    };
  }
}
