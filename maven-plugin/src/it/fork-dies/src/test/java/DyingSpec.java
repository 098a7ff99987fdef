import org.modelassay.junit.Choices;
import org.modelassay.junit.MinAccuracy;
import org.modelassay.junit.ModelSpec;

@ModelSpec(baseline = "../../../src/it-models/tiny-llama")
class DyingSpec {
  @Choices(task = "../../../src/it-models/questions.jsonl")
  @MinAccuracy(0)
  void survives() {}

  @Choices(task = "../../../src/it-models/questions.jsonl")
  @MinAccuracy(0)
  void takesTheMachineDown() {
    Runtime.getRuntime().halt(137); // as the out-of-memory killer leaves it
  }
}
