package org.modelassay.maven;

import java.nio.file.Path;

/**
 * Where a module's run leaves its files.
 *
 * @param directory {@code target/assay}
 */
record Workspace(Path directory) {
  /** What the run found. */
  Path runRecord() {
    return directory.resolve("run.json");
  }

  /** Directory of the report. */
  Path report() {
    return directory.resolve("report");
  }

  /** The page of the report. */
  Path page() {
    return report().resolve("index.html");
  }

  /** Directory of the JUnit XML. */
  Path xml() {
    return directory.resolve("xml");
  }

  /** Where the fork notes what it is doing, so that a crash has a name. */
  Path status() {
    return directory.resolve("status");
  }

  /** The arguments of the fork's JVM. */
  Path argFile() {
    return directory.resolve("fork.args");
  }
}
