package org.modelassay.maven;

import java.util.List;
import java.util.Map;
import org.modelassay.record.RunRecord;

/** Records for tests. */
final class Records {
  private Records() {}

  static RunRecord of(RunRecord.CheckRecord... checks) {
    return new RunRecord(
        RunRecord.SCHEMA,
        new RunRecord.Tool("assay", "test"),
        "2026-11-25T00:00:00Z",
        1,
        new RunRecord.Environment("Linux", "amd64", 2, "17", "cpu", 2, Map.of(), null),
        List.of(),
        List.of(),
        List.of(checks));
  }
}
