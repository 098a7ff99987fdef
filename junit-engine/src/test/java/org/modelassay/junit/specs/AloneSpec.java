package org.modelassay.junit.specs;

import org.modelassay.coding.Windowing;
import org.modelassay.dispersion.Pooling;
import org.modelassay.junit.AgainstPerplexity;
import org.modelassay.junit.Coding;
import org.modelassay.junit.Dispersion;
import org.modelassay.junit.Generation;
import org.modelassay.junit.LongPpl;
import org.modelassay.junit.ModelSpec;
import org.modelassay.model.Sublayer;

/** No candidate: each check is a leaf. */
@ModelSpec(baseline = "models/resume")
class AloneSpec {
  @Generation(prompts = "prompts.jsonl")
  void writes() {}

  @Generation(
      prompts = "prompts.jsonl",
      stop = {"\n\n", "Q:"},
      temperature = 0.7,
      topK = 50,
      topP = 0.9,
      seed = 3)
  void samples() {}

  @Dispersion(
      corpus = "corpus.jsonl",
      layers = {0, -1},
      sublayers = {Sublayer.ATTENTION, Sublayer.MLP},
      over = Dispersion.Over.ACROSS_SEGMENTS,
      pooling = Pooling.MEAN,
      centred = true,
      segments = 500,
      againstPerplexity = @AgainstPerplexity(groupSize = 20, belowPerplexity = 25))
  void disperses() {}

  @Coding(corpus = "corpus.jsonl", windowing = Windowing.LM_EVAL_ROLLING, window = 256)
  void codes() {}

  @Coding(
      corpus = "corpus.jsonl",
      informationBias = -27,
      longPpl = @LongPpl(evaluator = "models/larger", shortContext = 256))
  void looksFarBack() {}
}
