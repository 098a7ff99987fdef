package org.modelassay.maven.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A straight axis.
 *
 * @param from value at its start
 * @param to value at its end
 * @param start place of its start
 * @param end place of its end
 */
record Scale(double from, double to, double start, double end) {
  double place(double value) {
    double share = to > from ? (value - from) / (to - from) : 0.5;
    return start + Math.max(0, Math.min(1, share)) * (end - start);
  }

  /** An axis that begins and ends at round values. */
  static Scale round(double least, double most, double start, double end) {
    double step = step(least, most, 4);
    double from = Math.floor(least / step) * step;
    double to = Math.ceil(most / step) * step;
    return new Scale(from, to > from ? to : from + step, start, end);
  }

  /** About {@code count} round values on the axis. */
  List<Double> ticks(int count) {
    double step = step(from, to, count);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double step(double least, double most, int count) {
    double rough = (most - least) / count;
    if (!(rough > 0)) {
      rough = Math.max(Math.abs(most), 1) / count;
    }
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double times = rough / power;
    return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
  }
}
