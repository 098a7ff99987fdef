package org.modelassay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessMemoryTest {
  @Test
  void isReadFromTheLinesThatProcDocuments() {
    assertThat(
            ProcessMemory.of(
                List.of("Name:\tjava", "VmHWM:\t 6144 kB", "VmRSS:\t    2048 kB", "Threads:\t7")))
        .isEqualTo(new ProcessMemory(2048 * 1024, 6144 * 1024));
    assertThat(ProcessMemory.of(List.of("Name:\tjava", "VmRSS:\tmuch kB"))).isNull();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void knowsWhatTheJvmDoesNot() {
    assertThat(ProcessMemory.now())
        .satisfies(
            memory -> {
              assertThat(memory.resident()).isGreaterThan(20L << 20);
              assertThat(memory.peak()).isGreaterThanOrEqualTo(memory.resident() - (1 << 20));
            });
  }
}
