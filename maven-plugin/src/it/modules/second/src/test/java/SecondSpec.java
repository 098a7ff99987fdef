import org.modelassay.junit.Candidate;
import org.modelassay.junit.Choices;
import org.modelassay.junit.MaxFlipRate;
import org.modelassay.junit.ModelSpec;

@ModelSpec(baseline = "../../../../src/it-models/tiny-llama")
@Candidate(name = "int8", treatment = "quantize(bits=8, group=16)")
class SecondSpec {
  @Choices(task = "../../../../src/it-models/questions.jsonl")
  @MaxFlipRate(0.1)
  void answers() {}
}
