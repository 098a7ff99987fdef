package org.modelassay.junit.specs.inherited;

import org.modelassay.junit.Candidate;
import org.modelassay.junit.Coding;

/** Has its own candidates and one check more, and drops one by overriding it. */
@Candidate(name = "pruned", treatment = "prune(sparsity=0.5)")
class JapaneseSpec extends ResumeBase {
  @Override
  void answers() {}

  @Coding(corpus = "more.jsonl")
  void codesMore() {}
}
