package org.modelassay.junit.specs;

import org.modelassay.junit.Coding;
import org.modelassay.junit.ModelSpec;

/** One candidate: each check is a leaf still. */
@ModelSpec(baseline = "models/resume", candidate = "models/new")
class ShortFormSpec {
  @Coding(corpus = "corpus.jsonl")
  void codes() {}
}
