package org.modelassay.junit.specs.inherited;

import org.modelassay.junit.Candidate;
import org.modelassay.junit.Choices;
import org.modelassay.junit.Coding;
import org.modelassay.junit.ModelSpec;
import org.modelassay.junit.NoRegression;

/** What several specs have in common; no spec itself. */
@ModelSpec(baseline = "models/resume", tags = "base")
@Candidate(name = "int8", treatment = "quantize(bits=8, group=64)")
@NoRegression(absolute = 0.5)
abstract class ResumeBase {
  @Coding(corpus = "corpus.jsonl")
  void codes() {}

  @Choices(task = "task.jsonl")
  void answers() {}
}
