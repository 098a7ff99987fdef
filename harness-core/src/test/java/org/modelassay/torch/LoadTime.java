package org.modelassay.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.modelassay.model.ModelFiles;

/**
 * Loads a model in float32 on the CPU and reads eight tokens, so that what is mapped is read too;
 * prints seconds from the first byte and the most memory that the process ever held, in MiB
 * (Linux). Run by {@code benchmarks/load-time}.
 */
final class LoadTime {
  private LoadTime() {}

  public static void main(String[] arguments) throws IOException {
    Torch.start();
    Programs.weights();
    long begin = System.nanoTime();
    try (ModelFiles model = ModelFiles.open(Path.of(arguments[0]));
        Decoder decoder =
            Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      double loaded = (System.nanoTime() - begin) / 1e9;
      decoder.read(List.of(new int[] {1, 2, 3, 4, 5, 6, 7, 8}), List.of()).close();
      System.out.printf(
          Locale.ROOT,
          "%.3f %.3f %d%n",
          loaded,
          (System.nanoTime() - begin) / 1e9,
          peakMebibytes());
    }
  }

  private static long peakMebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new IllegalStateException("/proc/self/status has no VmHWM");
  }
}
