package org.modelassay.maven;

import java.io.IOException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.modelassay.maven.report.HtmlReport;
import org.modelassay.record.RecordFile;

/**
 * Writes the report again, from {@code target/assay/run.json} alone; {@code assay:evaluate} has
 * written it before.
 */
@Mojo(name = "report", requiresDependencyCollection = ResolutionScope.TEST, threadSafe = true)
public final class ReportMojo extends AssayMojo {
  @Override
  void run() throws IOException {
    HtmlReport.write(RecordFile.read(workspace().runRecord()), workspace().report());
    getLog().info("Report: " + workspace().page());
  }
}
