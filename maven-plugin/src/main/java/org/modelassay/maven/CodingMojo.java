package org.modelassay.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * A goal that codes one file with a model, or decodes it. It needs no project: the engine that it
 * runs is the plugin's own, of the plugin's version.
 */
abstract class CodingMojo extends ForkingMojo {
  private static final String MAIN = "org.modelassay.junit.launch.CodingMain";
  private static final String ENGINE = "org.modelassay:assay-junit-engine:";

  /** Exit code of a fork whose last line says what is wrong. */
  private static final int FAILED = 3;

  private final RepositorySystem repositories;

  @Parameter(defaultValue = "${plugin.version}", readonly = true, required = true)
  private String version;

  @Parameter(
      defaultValue = "${project.remoteProjectRepositories}",
      readonly = true,
      required = true)
  private List<RemoteRepository> remotes;

  /** The model: a directory, a GGUF file or {@code hf:org/name@revision}. */
  @Parameter(property = "assay.model")
  private @Nullable String model;

  /**
   * What is done to the model's weights at load, such as {@code quantize(bits=4)}. To decode it is
   * what the file says, unless it is given.
   */
  @Parameter(property = "assay.treatment")
  private @Nullable String treatment;

  /**
   * The type that the model computes in: {@code AUTO}, {@code FLOAT32}, {@code BFLOAT16}, {@code
   * FLOAT16}. To decode it is what the file says, unless it is given.
   */
  @Parameter(property = "assay.dtype")
  private @Nullable String dtype;

  /** The file that is read. */
  @Parameter(property = "assay.input")
  private @Nullable String input;

  /** The file that is written. */
  @Parameter(property = "assay.output")
  private @Nullable String output;

  /** Whether an output that is there is replaced. */
  @Parameter(property = "assay.overwrite", defaultValue = "false")
  private boolean overwrite;

  CodingMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains);
    this.repositories = repositories;
  }

  /** {@code encode} or {@code decode}. */
  abstract String goal();

  @Override
  final @Nullable String skipping() {
    return null;
  }

  /** The directory that Maven was started in: there need not be a project. */
  @Override
  final Path base() {
    return Path.of(session().getExecutionRootDirectory());
  }

  @Override
  final void run() throws MojoExecutionException, IOException, InterruptedException {
    Natives natives = natives(engine());
    var lines = new ForkOutput(getLog()::info, getLog()::warn, terminal());
    var held = new HeldLine(lines::out);
    Path scratch = Files.createTempDirectory("assay-");
    int exit;
    DeviceLocks locks = DeviceLocks.acquire(cache(), device(), this::waitingFor);
    try (lines) {
      exit =
          new JavaFork(
                  java(),
                  JavaFork.arguments(
                      List.of(),
                      natives.classPath(),
                      JavaFork.properties(settings(), base(), natives),
                      MAIN,
                      arguments(lines.passing())),
                  natives.variables(),
                  base(),
                  scratch.resolve("fork.args"))
              .run(held::accept, lines::err);
    } finally {
      locks.close();
      Files.deleteIfExists(scratch.resolve("fork.args"));
      Files.delete(scratch);
    }
    if (exit == FAILED) {
      throw new MojoExecutionException(held.line());
    }
    getLog().info(held.line());
    if (exit != 0) {
      throw new MojoExecutionException("the forked JVM ended with " + EvaluationRun.ending(exit));
    }
  }

  private List<String> arguments(boolean passing) {
    var arguments = new ArrayList<>(List.of(goal()));
    add(arguments, "--model", model);
    add(arguments, "--treatment", treatment);
    add(arguments, "--dtype", dtype);
    add(arguments, "--input", input);
    add(arguments, "--output", output);
    add(arguments, "--overwrite", String.valueOf(overwrite));
    add(arguments, "--progress", passing ? "passing" : "lines");
    return arguments;
  }

  private static void add(List<String> arguments, String option, @Nullable String value) {
    if (value != null) {
      arguments.add(option);
      arguments.add(value);
    }
  }

  /** The class path of the engine that belongs to this plugin. */
  private List<Path> engine() throws MojoExecutionException {
    var root = new Dependency(new DefaultArtifact(ENGINE + version), "runtime");
    try {
      return repositories
          .resolveDependencies(
              session().getRepositorySession(),
              new DependencyRequest(new CollectRequest(root, remotes), null))
          .getArtifactResults()
          .stream()
          .map(result -> result.getArtifact().getFile().toPath())
          .toList();
    } catch (DependencyResolutionException e) {
      throw new MojoExecutionException(
          ENGINE + version + " cannot be resolved: " + e.getMessage(), e);
    }
  }
}
