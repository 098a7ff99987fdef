import org.modelassay.junit.Candidate;
import org.modelassay.junit.Choices;
import org.modelassay.junit.ModelSpec;
import org.modelassay.junit.NoRegression;

@ModelSpec(baseline = "../../../src/it-models/tiny-llama")
@Candidate(name = "int8", treatment = "prune(sparsity=0.9)")
class ChangingSpec {
  @Choices(task = "../../../src/it-models/questions.jsonl")
  @NoRegression(metrics = "choices.flipRate")
  void answers() {}
}
