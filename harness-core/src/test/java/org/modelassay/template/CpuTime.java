package org.modelassay.template;

import java.lang.management.ManagementFactory;

/** A clock that other programs on the machine do not move. */
final class CpuTime {
  private CpuTime() {}

  /** Nanoseconds that this thread has computed for. */
  static long nanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
