package org.example.resume;

import org.modelassay.flips.ChoicesResult;
import org.modelassay.junit.Candidate;
import org.modelassay.junit.Choices;
import org.modelassay.junit.Coding;
import org.modelassay.junit.MaxFlipRate;
import org.modelassay.junit.MaxPerplexityRatio;
import org.modelassay.junit.ModelSpec;

/** Two changes that went too far: this spec fails, so that one can see what a failure says. */
@ModelSpec(baseline = "models/resume", displayName = "職務経歴書モデル、壊れた版")
@Candidate(name = "int3", treatment = "quantize(bits=3, group=64)")
@Candidate(name = "pruned", treatment = "prune(sparsity=0.5)")
class DamagedModelSpec {

  @Coding(corpus = "corpora/resumes-ja.jsonl", displayName = "日本語の職務経歴書を符号化できる")
  @MaxPerplexityRatio(1.03)
  void codesJapaneseResumes() {}

  @Choices(task = "tasks/skill-of-occupation.jsonl", displayName = "Keeps its answers: which skill belongs to this occupation")
  @MaxFlipRate(0.06)
  void keepsItsAnswers(ChoicesResult answers) {}
}
