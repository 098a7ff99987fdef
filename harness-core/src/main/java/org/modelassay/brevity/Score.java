package org.modelassay.brevity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.AnswerFilter;
import org.modelassay.data.Prompt;
import org.modelassay.data.Scoring;
import org.modelassay.data.TokenF1;
import org.modelassay.measure.FlipKind;

/**
 * What one filter pipeline makes of the outputs of both models.
 *
 * @param filter the pipeline's name
 * @param own the judged model's answers
 * @param baseline the baseline's, or null when the model stands alone
 */
record Score(String filter, Answers own, @Nullable Answers baseline) {

  /**
   * One model's answers, in the prompts' order.
   *
   * @param texts each answer
   * @param compared each answer as it is compared with a reference
   * @param right whether each is a reference answer
   * @param f1 words shared with the reference, 0 to 1; null where not asked for
   */
  record Answers(
      List<String> texts, List<String> compared, boolean[] right, double @Nullable [] f1) {
    static Answers of(AnswerFilter filter, Scoring scoring, List<Prompt> prompts, Written by) {
      var texts = new ArrayList<String>();
      var compared = new ArrayList<String>();
      boolean[] right = new boolean[prompts.size()];
      double[] f1 = scoring.f1() ? new double[right.length] : null;
      for (int i = 0; i < right.length; i++) {
        Prompt prompt = prompts.get(i);
        try {
          String answer = filter.answer(by.responses().get(i));
          texts.add(answer);
          compared.add(scoring.exactMatch().normalized(answer));
          right[i] = scoring.exactMatch().matches(answer, prompt.references());
          if (f1 != null) {
            f1[i] = TokenF1.of(answer, prompt.references());
          }
        } catch (AssayException e) {
          throw new AssayException(
              "the answer to prompt %s by the filter %s: %s"
                  .formatted(prompt.id(), filter.name(), e.getMessage()),
              e);
        }
      }
      return new Answers(List.copyOf(texts), List.copyOf(compared), right, f1);
    }

    int correct() {
      return (int) IntStream.range(0, right.length).filter(i -> right[i]).count();
    }

    ScoredAnswer answer(int prompt) {
      return new ScoredAnswer(texts.get(prompt), right[prompt]);
    }
  }

  static Score of(
      AnswerFilter filter,
      Scoring scoring,
      List<Prompt> prompts,
      Written own,
      @Nullable Written baseline) {
    return new Score(
        filter.name(),
        Answers.of(filter, scoring, prompts, own),
        baseline == null ? null : Answers.of(filter, scoring, prompts, baseline));
  }

  /** How the answer to a prompt changed; null when it did not, or the model stands alone. */
  @Nullable FlipKind change(int prompt) {
    if (baseline == null) {
      return null;
    }
    if (baseline.right()[prompt] != own.right()[prompt]) {
      return own.right()[prompt] ? FlipKind.INCORRECT_TO_CORRECT : FlipKind.CORRECT_TO_INCORRECT;
    }
    // Right answers are not told apart, be they two spellings or two references.
    return own.right()[prompt] || own.compared().get(prompt).equals(baseline.compared().get(prompt))
        ? null
        : FlipKind.WRONG_TO_WRONG;
  }

  int changed(FlipKind change) {
    return (int) IntStream.range(0, own.right().length).filter(i -> change(i) == change).count();
  }
}
