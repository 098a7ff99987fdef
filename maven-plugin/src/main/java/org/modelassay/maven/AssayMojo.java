package org.modelassay.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/** What all goals share: the module, whether it is skipped, and how errors reach Maven. */
abstract class AssayMojo extends AbstractMojo {
  private static final String GROUP = "org.modelassay";
  private static final String ENGINE = "assay-junit-engine";

  /** The module. */
  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  /** Where the run leaves its files. */
  @Parameter(defaultValue = "${project.build.directory}/assay", readonly = true, required = true)
  private File directory;

  /**
   * Skips all goals of Assay.
   *
   * <pre>
   * &lt;configuration&gt;
   *   &lt;skip&gt;true&lt;/skip&gt;
   * &lt;/configuration&gt;
   * </pre>
   */
  @Parameter(property = "assay.skip", defaultValue = "false")
  private boolean skip;

  /** Skips all goals of Assay, as it skips all tests. */
  @Parameter(property = "skipTests", defaultValue = "false")
  private boolean skipTests;

  /** Skips all goals of Assay, as it skips the compilation of all tests. */
  @Parameter(property = "maven.test.skip", defaultValue = "false")
  private boolean skipTestCompilation;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    String reason = skipping();
    if (reason != null) {
      getLog().info("Skipped: " + reason);
      return;
    }
    try {
      run();
    } catch (AssayException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (IOException e) {
      throw new MojoExecutionException("cannot read or write: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    }
  }

  /** Why there is nothing to do in this module, or null when there is. */
  @Nullable String skipping() {
    return new Skipping(skip, skipTests, skipTestCompilation, project.getPackaging(), hasEngine())
        .reason();
  }

  /** Does the goal's work; {@link AssayException} and {@link IOException} become Maven's. */
  abstract void run()
      throws MojoExecutionException, MojoFailureException, IOException, InterruptedException;

  final MavenProject project() {
    return project;
  }

  Path base() {
    return project.getBasedir().toPath();
  }

  final Workspace workspace() {
    return new Workspace(directory.toPath());
  }

  /** The specs' class path as Maven resolved it. */
  final List<Path> testClassPath() throws MojoExecutionException {
    try {
      return project.getTestClasspathElements().stream().map(Path::of).toList();
    } catch (org.apache.maven.artifact.DependencyResolutionRequiredException e) {
      throw new MojoExecutionException("the test class path is not resolved: " + e.getMessage(), e);
    }
  }

  /** The version of the engine on the test class path, or null when it is not there. */
  final @Nullable String engineVersion() {
    return project.getArtifacts().stream()
        .filter(a -> a.getGroupId().equals(GROUP) && a.getArtifactId().equals(ENGINE))
        .map(a -> a.getVersion())
        .findFirst()
        .orElse(null);
  }

  private boolean hasEngine() {
    return engineVersion() != null;
  }
}
