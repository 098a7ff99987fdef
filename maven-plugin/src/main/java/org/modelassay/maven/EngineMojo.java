package org.modelassay.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * A goal that runs a program of the engine. It needs no project: the engine is the plugin's own, of
 * the plugin's version.
 */
abstract class EngineMojo extends ForkingMojo {
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

  EngineMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains);
    this.repositories = repositories;
  }

  /**
   * The program: a class of the engine's package {@code launch}. Its last line is what came of it.
   */
  abstract String program();

  /**
   * What it is given.
   *
   * @param passing whether its lines of progress may be shown in one place
   */
  abstract List<String> arguments(boolean passing);

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
                      "org.modelassay.junit.launch." + program(),
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

  static void add(List<String> arguments, String option, @Nullable String value) {
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
