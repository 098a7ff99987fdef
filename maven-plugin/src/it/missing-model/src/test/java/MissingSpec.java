import org.modelassay.junit.Candidate;
import org.modelassay.junit.Choices;
import org.modelassay.junit.MaxFlipRate;
import org.modelassay.junit.ModelSpec;

@ModelSpec(baseline = "../../../src/it-models/tiny-llama")
@Candidate(name = "lost", model = "models/lost")
@Candidate(name = "pruned", treatment = "prune(sparsity=0.9)")
class MissingSpec {
  @Choices(task = "../../../src/it-models/questions.jsonl")
  @MaxFlipRate(0.1)
  void answers() {}
}
