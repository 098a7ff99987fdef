package org.modelassay.maven;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.modelassay.AssayException;
import org.modelassay.record.RecordFile;
import org.modelassay.record.RunRecord;

/**
 * Fails the build when the module's record says that a limit is broken, a figure regressed, an
 * assertion of a spec failed, or a check could not be measured. It computes nothing: it reads
 * {@code target/assay/run.json}, lists everything that is wrong, and then fails once.
 *
 * <p>Without a record it fails too: bind {@code assay:evaluate}, or run it before.
 */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresDependencyCollection = ResolutionScope.TEST,
    threadSafe = true)
public final class CheckMojo extends AssayMojo {
  @Override
  void run() throws MojoExecutionException, MojoFailureException, IOException {
    if (!Files.exists(workspace().runRecord())) {
      if (NoSpecs.remembered(getPluginContext())) {
        getLog().info("Nothing to check: there was no spec to evaluate");
        return;
      }
      throw new AssayException(
          workspace().runRecord()
              + ": there is no run record: bind the goal evaluate beside check, or run mvn"
              + " assay:evaluate first");
    }
    RunRecord record = RecordFile.read(workspace().runRecord());
    Judgement judgement = Judgement.of(record);
    if (judgement.leaves() == 0) {
      throw new AssayException(
          workspace().runRecord() + " holds no check: run assay:evaluate again");
    }
    judgement.lines().forEach(getLog()::error);
    judgement.open().forEach(getLog()::warn);
    if (judgement.holds()) {
      getLog()
          .info(
              Judgement.number(judgement.leaves(), "check")
                  + " of the run of "
                  + record.started()
                  + ": "
                  + judgement.counts());
      return;
    }
    String report = ". Report: " + workspace().page();
    if (judgement.errors() > 0) {
      throw new MojoExecutionException(
          judgement.counts() + ". First error: " + judgement.firstError() + report);
    }
    throw new MojoFailureException(judgement.counts() + report);
  }
}
