package org.modelassay.maven;

import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Says what a run in this module would meet: Java, machine, devices, native libraries (or the
 * dependency to add), versions, readings kept, accepted figures and the last run. Reads no model.
 */
@Mojo(name = "doctor", requiresDependencyResolution = ResolutionScope.TEST, threadSafe = true)
public final class DoctorMojo extends ForkingMojo {
  /** Creates the goal. */
  @Inject
  public DoctorMojo(ToolchainManager toolchains) {
    super(toolchains);
  }

  @Override
  void run() throws MojoExecutionException, IOException {
    Diagnosis.of(
            natives(),
            java(),
            device(),
            Gpus.list(),
            threads(),
            memory(),
            cache(),
            accepted(),
            workspace())
        .forEach(getLog()::info);
  }
}
