import org.modelassay.junit.Choices;
import org.modelassay.junit.MinAccuracy;
import org.modelassay.junit.ModelSpec;

@ModelSpec(baseline = "models/none")
class UnreadableSpec {
  @Choices(task = "tasks/none.jsonl")
  @MinAccuracy(1)
  void answers() {}
}
