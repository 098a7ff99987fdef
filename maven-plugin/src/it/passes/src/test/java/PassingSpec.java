import org.modelassay.flips.ChoicesResult;
import org.modelassay.junit.Candidate;
import org.modelassay.junit.Choices;
import org.modelassay.junit.Coding;
import org.modelassay.junit.Limit;
import org.modelassay.junit.MaxFlipRate;
import org.modelassay.junit.MaxPerplexityRatio;
import org.modelassay.junit.ModelSpec;
import org.modelassay.junit.NearestNeighbours;
import org.modelassay.knnlm.KnnLmResult;
import org.modelassay.model.Sublayer;

@ModelSpec(baseline = "../../../src/it-models/tiny-llama")
@Candidate(name = "int8", treatment = "quantize(bits=8, group=16)")
class PassingSpec {
  @Choices(task = "../../../src/it-models/questions.jsonl")
  @MaxFlipRate(0.1)
  void answers(ChoicesResult answers) {
    if (answers.figures().isEmpty()) {
      throw new AssertionError("no figures");
    }
  }

  @Coding(corpus = "corpus.jsonl")
  @MaxPerplexityRatio(1.05)
  void codes() {}

  @NearestNeighbours(
      corpus = "corpus.jsonl",
      datastore = "datastore.jsonl",
      sublayers = {Sublayer.ATTENTION, Sublayer.MLP_INPUT},
      window = 8,
      k = 2)
  @Limit(metric = "knnLm.regret", atMost = 100)
  void findsNeighbours(KnnLmResult neighbours) {
    if (neighbours.states().size() != 2) {
      throw new AssertionError(neighbours.states());
    }
  }
}
