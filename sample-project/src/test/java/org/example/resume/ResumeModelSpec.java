package org.example.resume;

import static org.assertj.core.api.Assertions.assertThat;

import org.modelassay.flips.ChoicesResult;
import org.modelassay.gate.Decision;
import org.modelassay.junit.AgainstPerplexity;
import org.modelassay.junit.Candidate;
import org.modelassay.junit.Choices;
import org.modelassay.junit.Coding;
import org.modelassay.junit.Dispersion;
import org.modelassay.junit.Generation;
import org.modelassay.junit.Limit;
import org.modelassay.junit.MaxAccuracyDrop;
import org.modelassay.junit.MaxDispersionDrop;
import org.modelassay.junit.MaxFlipRate;
import org.modelassay.junit.MaxLengthRatio;
import org.modelassay.junit.MaxLmcr;
import org.modelassay.junit.MaxMeanKlDivergence;
import org.modelassay.junit.MaxPerplexityRatio;
import org.modelassay.junit.MaxTruncationRate;
import org.modelassay.junit.MinAccuracy;
import org.modelassay.junit.MinCka;
import org.modelassay.junit.MinTopTokenAgreement;
import org.modelassay.junit.ModelSpec;
import org.modelassay.junit.NoRegression;

/** What must hold of every model that we ship in place of {@code models/resume}. */
@ModelSpec(baseline = "models/resume", displayName = "職務経歴書モデル")
@Candidate(name = "int8", treatment = "quantize(bits=8, symmetric=true)")
@Candidate(name = "int4", treatment = "quantize(bits=4, group=64)")
@Candidate(name = "next", model = "models/resume-next")
class ResumeModelSpec {

  @Coding(corpus = "corpora/resumes-ja.jsonl", displayName = "日本語の職務経歴書を符号化できる")
  @MaxLmcr(0.022)
  @MaxPerplexityRatio(1.03)
  @MaxPerplexityRatio(value = 1.10, candidate = "next")
  @MinTopTokenAgreement(0.97)
  @MinTopTokenAgreement(value = 0.90, candidate = "next")
  @NoRegression(relative = 0.01)
  void codesJapaneseResumes() {}

  @Choices(task = "tasks/skill-of-occupation.jsonl", displayName = "Keeps its answers: which skill belongs to this occupation")
  @MinAccuracy(0.75)
  @MaxFlipRate(0.06)
  @MaxFlipRate(value = 0.01, candidate = "int8")
  @MaxFlipRate(value = 0.10, candidate = "next")
  @MaxAccuracyDrop(value = 0.03, by = Decision.NON_INFERIORITY)
  @MaxMeanKlDivergence(value = 0.05, candidate = "int4")
  @NoRegression(absolute = 0.015)
  void keepsItsAnswers(ChoicesResult answers) {
    assertThat(answers.flips().correctToIncorrect())
        .as("critical answers that the baseline was sure of")
        .noneMatch(item -> item.hasTag("critical") && item.margin() > 0.6);
  }

  @Dispersion(
      corpus = "corpora/resumes-en.jsonl",
      layers = {-1, 1, 3},
      segmentLength = 64,
      againstPerplexity = @AgainstPerplexity(groupSize = 10))
  @MaxDispersionDrop(0.01)
  @MinCka(0.95)
  @MinCka(value = 0.95, layer = "1")
  @NoRegression(absolute = 0.002)
  void keepsItsGeometry() {}

  @Generation(prompts = "prompts/summaries.jsonl", maxNewTokens = 96)
  @MaxLengthRatio(1.25)
  @MaxTruncationRate(0.05)
  @Limit(metric = "generation.emptyRate", atMost = 0)
  void staysBrief() {}
}
