package org.modelassay.evaluation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;

/**
 * All that a run has to read, and how much of it is read: makes of the progress of one reading that
 * of the run.
 */
final class Workload implements Progress {
  private final RunProgress told;
  private final Map<Item, Amount> amounts = new LinkedHashMap<>();
  private final Deque<Item> underWay = new ArrayDeque<>();

  /** Seconds that a token of each kind of work takes, per parameter of the model. */
  private final Map<Class<?>, Double> cost = new HashMap<>();

  Workload(RunProgress told) {
    this.told = told;
  }

  /**
   * Something that is read once, whoever wants it.
   *
   * @param model by which model
   * @param kind kind of request
   * @param what identity of what is read
   */
  record Item(LocalModel model, Class<?> kind, String what) {
    static Item of(LocalModel model, Request<?> request, String what) {
      return new Item(
          model,
          request instanceof Request.Stepping ? Request.Stepping.class : request.getClass(),
          what);
    }
  }

  /** Tokens of an item. A model may go over it again for what was not asked for at first. */
  private static final class Amount {
    private final Set<String> wantedBy = new HashSet<>();
    private final double parameters;
    private long before;
    private long done;
    private long total;

    private Amount(double parameters) {
      this.parameters = parameters;
    }
  }

  /**
   * Puts an item on the list.
   *
   * @param tokens tokens to be read, as far as known; its reading will tell better
   * @param waiting what waits for it
   */
  void expect(Item item, long tokens, String waiting) {
    Amount amount = amount(item);
    amount.total = Math.max(amount.total, tokens);
    amount.wantedBy.add(waiting);
  }

  /** What is told from now on belongs to this item, until it ends. */
  void begin(Item item) {
    underWay.push(item);
  }

  /** The item that began last ends: what was not read of it will not be. */
  void end() {
    Amount amount = amounts.get(underWay.pop());
    if (amount != null) {
      amount.total = amount.done;
    }
  }

  /** Nothing will be read any more for somebody who waited. */
  void forget(String waiting) {
    for (Amount amount : amounts.values()) {
      if (amount.wantedBy.remove(waiting) && amount.wantedBy.isEmpty()) {
        amount.total = amount.done;
      }
    }
  }

  @Override
  public void step(Step step) {
    Item item = underWay.peek();
    if (item == null) {
      throw new IllegalStateException(step + " belongs to nothing that has begun");
    }
    Amount now = amount(item);
    if (step.done() <= now.done) {
      now.before += now.done;
    }
    now.done = step.done();
    now.total = step.total();
    if (step.tokensPerSecond() > 0) {
      cost.put(item.kind(), 1 / (step.tokensPerSecond() * now.parameters));
    }
    told.reading(step, extent(item, now));
  }

  private RunProgress.Extent extent(Item item, Amount now) {
    long done = 0;
    long total = 0;
    double left = 0;
    double costNow = cost.getOrDefault(item.kind(), 1.0);
    for (Map.Entry<Item, Amount> entry : amounts.entrySet()) {
      Amount amount = entry.getValue();
      done += amount.before + amount.done;
      total += amount.before + amount.total;
      left +=
          (amount.total - amount.done)
              * (amount.parameters / now.parameters)
              * (cost.getOrDefault(entry.getKey().kind(), costNow) / costNow);
    }
    return new RunProgress.Extent(done, total, left);
  }

  private Amount amount(Item item) {
    return amounts.computeIfAbsent(
        item, i -> new Amount(Math.max(1, i.model().directory().parameters())));
  }
}
