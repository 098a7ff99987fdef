package org.modelassay.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The GPUs of this machine, as NVIDIA's driver tells them. No native library is loaded. */
final class Gpus {
  private Gpus() {}

  /** Number, name and memory of each; nothing where there is no such driver. */
  static List<String> list() throws IOException {
    return list(
        List.of("nvidia-smi", "--query-gpu=index,name,memory.total", "--format=csv,noheader"));
  }

  static List<String> list(List<String> command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      return List.of(); // There is no such program.
    }
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
        return List.of();
      }
      String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return lines.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      process.destroy();
    }
  }
}
