package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceLocksTest {
  @TempDir Path cache;

  @Test
  void modulesOfOneBuildTakeTurnsAndTheWaitingOneSaysSo() throws Exception {
    BlockingQueue<String> waited = new LinkedBlockingQueue<>();
    DeviceLocks first = DeviceLocks.acquire(cache, "cpu", waited::add);
    CompletableFuture<DeviceLocks> second =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return DeviceLocks.acquire(cache, "auto", waited::add);
              } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(waited.poll(10, TimeUnit.SECONDS)).isEqualTo("cpu");
    assertThat(second).isNotDone();

    first.close();

    second.get(10, TimeUnit.SECONDS).close();
    assertThat(waited).as("said once").isEmpty();
  }

  @Test
  void differentDevicesDoNotWaitForEachOther() throws Exception {
    DeviceLocks first = DeviceLocks.acquire(cache, "cuda:0", device -> {});
    DeviceLocks second = DeviceLocks.acquire(cache, "cuda:1", device -> {});
    second.close();
    first.close();
  }

  @Test
  void autoTakesAllThatItMayBecome() {
    assertThat(DeviceLocks.names("auto")).containsExactly("cpu", "cuda-0", "mps");
    assertThat(DeviceLocks.names("cuda")).isEqualTo(DeviceLocks.names("cuda:0"));
    assertThat(DeviceLocks.names("cuda:1, cuda:0")).containsExactly("cuda-0", "cuda-1");
    assertThat(DeviceLocks.names("../x")).isEqualTo(List.of("---x"));
  }
}
