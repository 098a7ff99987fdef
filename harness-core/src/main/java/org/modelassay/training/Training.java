package org.modelassay.training;

import java.util.function.Consumer;
import org.modelassay.AssayException;
import org.modelassay.torch.Learner;
import org.modelassay.torch.Tensor;

/**
 * The loop: loss, gradients, clipping, step.
 *
 * @param objective what is made smaller
 * @param schedule the rate of each step
 * @param optimiser settings of AdamW
 * @param largestNorm what the norm of all gradients is clipped at
 * @param keep writes what is learnt so far, such as {@link Learner#save}, from which a later run
 *     goes on
 * @param secondsBetween seconds from one such time to the next
 */
public record Training(
    Objective objective,
    Schedule schedule,
    Learner.AdamW optimiser,
    double largestNorm,
    Consumer<Learner> keep,
    long secondsBetween) {

  /**
   * Trains to the end of the schedule.
   *
   * @param learner as a model's weights or {@link Learner#restore} left it
   * @param progress is told of each step
   * @throws AssayException when the loss is not finite any more
   */
  public void run(Learner learner, Consumer<Step> progress) {
    long written = System.nanoTime();
    while (learner.steps() < schedule.steps()) {
      long step = learner.steps();
      long began = System.nanoTime();
      double value;
      try (Tensor loss = objective.loss(learner, step)) {
        value = loss.floats()[0];
        if (!Double.isFinite(value)) {
          throw new AssayException(
              "the loss of step " + step + " is " + value + ": lower the learning rate");
        }
        learner.backward(loss);
      }
      double norm = learner.clip(largestNorm);
      double rate = schedule.rate(step);
      learner.step(optimiser, rate);
      long now = System.nanoTime();
      progress.accept(new Step(step + 1, value, norm, rate, (now - began) / 1e9));
      if (now - written > secondsBetween * 1_000_000_000L || step + 1 == schedule.steps()) {
        keep.accept(learner);
        written = now;
      }
    }
  }

  /**
   * A step that was done.
   *
   * @param number from 1
   * @param loss before the step
   * @param norm of the gradients before clipping
   * @param rate the learning rate
   * @param seconds how long it took
   */
  public record Step(long number, double loss, double norm, double rate, double seconds) {}
}
