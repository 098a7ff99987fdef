package org.modelassay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Memory of the machine that this process takes, native libraries and their weights included: the
 * JVM's own figures do not know of those.
 *
 * @param resident bytes in memory now ({@code VmRSS})
 * @param peak the most that there were ({@code VmHWM})
 */
public record ProcessMemory(long resident, long peak) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** That of this process; null where the system does not tell it as Linux does. */
  public static @Nullable ProcessMemory now() {
    try {
      return of(Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return null;
    }
  }

  /** That of the lines of {@code /proc/PID/status}. */
  static @Nullable ProcessMemory of(List<String> lines) {
    long resident = bytes(lines, "VmRSS:");
    long peak = bytes(lines, "VmHWM:");
    return resident < 0 || peak < 0 ? null : new ProcessMemory(resident, peak);
  }

  private static long bytes(List<String> lines, String key) {
    for (String line : lines) {
      if (line.startsWith(key)) {
        String[] words = line.substring(key.length()).trim().split("\\s+");
        if (words.length == 2 && words[0].matches("\\d{1,15}") && words[1].equals("kB")) {
          return Long.parseLong(words[0]) * 1024;
        }
      }
    }
    return -1;
  }
}
