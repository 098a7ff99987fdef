package org.modelassay.maven;

import java.io.File;
import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.maven.report.HtmlReport;
import org.modelassay.record.RecordFile;
import org.modelassay.record.RunRecord;

/**
 * Runs the module's model specs in a JVM of its own, with the module's test class path, and writes
 * {@code target/assay/run.json}, the report {@code target/assay/report/index.html} and JUnit XML in
 * {@code target/assay/xml}.
 *
 * <p>It never fails for a broken limit: {@code assay:check} does, after everything else that
 * belongs to {@code integration-test} and {@code post-integration-test} has run. It fails when no
 * spec is found, or when the JVM dies, and then names the check that was running.
 *
 * <pre>
 * &lt;plugin&gt;
 *   &lt;groupId&gt;org.modelassay&lt;/groupId&gt;
 *   &lt;artifactId&gt;assay-maven-plugin&lt;/artifactId&gt;
 *   &lt;executions&gt;
 *     &lt;execution&gt;
 *       &lt;goals&gt;
 *         &lt;goal&gt;evaluate&lt;/goal&gt;
 *         &lt;goal&gt;check&lt;/goal&gt;
 *       &lt;/goals&gt;
 *     &lt;/execution&gt;
 *   &lt;/executions&gt;
 * &lt;/plugin&gt;
 * </pre>
 */
@Mojo(
    name = "evaluate",
    defaultPhase = LifecyclePhase.INTEGRATION_TEST,
    requiresDependencyResolution = ResolutionScope.TEST,
    threadSafe = true)
public final class EvaluateMojo extends ForkingMojo {
  @Parameter(
      defaultValue = "${project.build.testOutputDirectory}",
      readonly = true,
      required = true)
  private File testClasses;

  /** Runs one spec, {@code Class}, or one check, {@code Class#method}. */
  @Parameter(property = "assay.spec")
  private @Nullable String spec;

  /**
   * Whether a module that has {@code assay-junit-engine} on its test class path, but no spec (or
   * none that {@code assay.spec} names), fails.
   */
  @Parameter(property = "assay.failIfNoSpecs", defaultValue = "true")
  private boolean failIfNoSpecs;

  /**
   * Further arguments of the JVM, divided by blanks; quotes keep blanks together.
   *
   * <pre>
   * &lt;argLine&gt;-Xmx4g "-Dteam.data=/data/my models"&lt;/argLine&gt;
   * </pre>
   */
  @Parameter(property = "assay.argLine")
  private @Nullable String argLine;

  /** Creates the goal. */
  @Inject
  public EvaluateMojo(ToolchainManager toolchains) {
    super(toolchains);
  }

  @Override
  void run() throws MojoExecutionException, IOException, InterruptedException {
    Natives natives = natives();
    var run =
        new EvaluationRun(
            java(),
            natives,
            argLine == null ? List.of() : ArgFile.split(argLine),
            settings(),
            testClasses.toPath(),
            spec,
            base(),
            workspace());
    getLog().debug("Natives: " + natives.describe());
    boolean found;
    DeviceLocks locks = DeviceLocks.acquire(cache(), device(), this::waitingFor);
    try {
      found = run.run(new ForkOutput(getLog()::info, getLog()::warn, terminal()));
    } finally {
      locks.close();
    }
    if (!found) {
      noSpec();
      return;
    }
    RunRecord record = RecordFile.read(workspace().runRecord());
    HtmlReport.write(record, workspace().report());
    Judgement judgement = Judgement.of(record);
    String summary = Judgement.number(judgement.leaves(), "check") + ": " + judgement.counts();
    if (judgement.holds()) {
      getLog().info(summary);
    } else {
      getLog().warn(summary + " (assay:check will tell)");
    }
    getLog().info("Report: " + workspace().page());
  }

  private void noSpec() {
    String none =
        spec == null
            ? "no class with @ModelSpec in " + testClasses
            : "assay.spec=" + spec + " names no spec or check in " + testClasses;
    if (failIfNoSpecs) {
      throw new AssayException(
          none
              + ": write one, take assay-junit-engine off the test class path, or set"
              + " -Dassay.failIfNoSpecs=false");
    }
    getLog().info("Nothing to evaluate: " + none);
    NoSpecs.remember(getPluginContext());
  }
}
