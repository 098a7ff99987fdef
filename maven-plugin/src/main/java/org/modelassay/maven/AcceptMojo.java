package org.modelassay.maven;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.AcceptedFigures;
import org.modelassay.record.RecordFile;

/**
 * Accepts the figures of the last {@code assay:evaluate}: writes them to {@code
 * src/assay/accepted.json}, which belongs into version control, and says what that changes. From
 * then on {@code @NoRegression} holds later figures against them.
 *
 * <pre>
 * mvn verify; mvn assay:accept
 * mvn assay:accept -Dassay.spec=ResumeModelSpec#keepsItsAnswers
 * </pre>
 */
@Mojo(name = "accept", requiresDependencyCollection = ResolutionScope.TEST, threadSafe = true)
public final class AcceptMojo extends AssayMojo {
  /** The accepted figures, relative to the module. */
  @Parameter(property = "assay.accepted", defaultValue = "src/assay/accepted.json")
  private String accepted;

  /** Accepts one spec, {@code Class}, or one check, {@code Class#method}; all without it. */
  @Parameter(property = "assay.spec")
  private @Nullable String spec;

  @Override
  void run() throws IOException {
    Path file = base().resolve(accepted);
    Accepting accepting =
        Accepting.of(RecordFile.read(workspace().runRecord()), AcceptedFigures.read(file), spec);
    accepting.figures().write(file);
    accepting.changes().forEach(getLog()::info);
    getLog()
        .info(
            file
                + ": "
                + Judgement.number(accepting.changes().size(), "change")
                + ", "
                + accepting.unchanged()
                + " unchanged");
  }
}
