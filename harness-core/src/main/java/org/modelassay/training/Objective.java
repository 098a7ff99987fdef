package org.modelassay.training;

import org.modelassay.torch.Learner;
import org.modelassay.torch.Tensor;

/** What learning makes smaller. */
@FunctionalInterface
public interface Objective {
  /**
   * Computes the loss of one step.
   *
   * @param learner gives states of token sequences and losses of these states
   * @param step number of the step, from 0: what is drawn for a step depends on nothing else, so
   *     that a run which is taken up again goes on as if it had never stopped
   * @return a scalar; the loop closes it
   */
  Tensor loss(Learner learner, long step);
}
