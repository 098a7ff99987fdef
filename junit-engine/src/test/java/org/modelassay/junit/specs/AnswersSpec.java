package org.modelassay.junit.specs;

import org.modelassay.flips.ChoicesResult;
import org.modelassay.gate.Decision;
import org.modelassay.junit.Candidate;
import org.modelassay.junit.Choices;
import org.modelassay.junit.Coding;
import org.modelassay.junit.MaxAccuracyDrop;
import org.modelassay.junit.MaxFlipRate;
import org.modelassay.junit.MaxLmcr;
import org.modelassay.junit.ModelSpec;
import org.modelassay.junit.NoRegression;
import org.modelassay.model.DType;

/** Two candidates, two checks. */
@ModelSpec(
    baseline = "models/resume",
    displayName = "職務経歴書モデル",
    tags = "resume",
    dtype = DType.FLOAT32)
@Candidate(name = "int8", model = "models/resume-int8")
@Candidate(name = "int4", treatment = "quantize(bits=4, group=64)")
@NoRegression(relative = 0.005)
public class AnswersSpec {
  /** What the bodies saw, in order. */
  public static final java.util.List<Object> BODIES = new java.util.ArrayList<>();

  @Choices(
      task = "tasks/next-role.jsonl",
      items = 300,
      displayName = "次の職種の答えが変わらない",
      tags = {"choices", "slow"})
  @MaxFlipRate(0.02)
  @MaxFlipRate(value = 0.06, candidate = "int4")
  @MaxAccuracyDrop(value = 0.01, by = Decision.NON_INFERIORITY)
  void keepsItsAnswers(ChoicesResult answers) {
    BODIES.add(answers);
    BODIES.add(this);
  }

  @Coding(corpus = "corpora/resumes-ja.jsonl")
  @MaxLmcr(0.21)
  @NoRegression(metrics = "coding.bitsPerByte", absolute = 0.01)
  @SuppressWarnings("UnicodeInCode") // What users in Japan write must work.
  void 日本語の職務経歴書を符号化できる() {}

  void isNoCheck() {}
}
