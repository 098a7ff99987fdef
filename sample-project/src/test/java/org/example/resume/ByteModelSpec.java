package org.example.resume;

import org.modelassay.junit.EqualInfoWindows;
import org.modelassay.junit.Limit;
import org.modelassay.junit.ModelSpec;

/** What must hold of the tokens that {@code models/bytes} makes of text for another model to learn. */
@ModelSpec(baseline = "models/bytes", displayName = "Byte model")
class ByteModelSpec {

  @EqualInfoWindows(
      corpus = "corpora/resumes-few.jsonl",
      windowBits = 16,
      roundTrip = 4,
      stabilityWords = 10,
      displayName = "Makes tokens of equal information, and text of them again")
  @Limit(metric = "equalInfo.tokenCompressionRatio", atLeast = 2)
  @Limit(metric = "equalInfo.roundTrip", atLeast = 1)
  void makesTokensOfEqualInformation() {}
}
