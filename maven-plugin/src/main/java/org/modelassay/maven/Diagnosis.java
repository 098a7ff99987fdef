package org.modelassay.maven;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modelassay.record.RecordFile;

/** What a run in this module would meet, as lines for people. */
final class Diagnosis {
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(assay-|pytorch-engine-|pytorch-jni-|tokenizers-|junit-platform-engine-).*\\.jar"
              + "|api-\\d.*\\.jar");

  private Diagnosis() {}

  /**
   * Looks at everything but the models.
   *
   * @param natives class path and native libraries
   * @param java the launcher of the fork
   * @param device {@code assay.device}
   * @param gpus the GPUs of this machine
   * @param threads {@code assay.threads}
   * @param memory {@code assay.memory}, or null
   * @param cache where readings are kept
   * @param accepted the accepted figures
   * @param workspace where the last run left its files
   */
  static List<String> of(
      Natives natives,
      Path java,
      String device,
      List<String> gpus,
      int threads,
      @Nullable String memory,
      Path cache,
      Path accepted,
      Workspace workspace)
      throws IOException {
    return List.of(
        line("Java", java.toString()),
        line(
            "Machine",
            "%s %s, %s, %s of memory"
                .formatted(
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    Judgement.number(Runtime.getRuntime().availableProcessors(), "processor"),
                    size(machineMemory()))),
        line("Device", device(device)),
        line("GPUs", gpus.isEmpty() ? "none that nvidia-smi lists" : String.join("; ", gpus)),
        line("Threads", threads == 0 ? "libtorch decides" : String.valueOf(threads)),
        line("Models", "may take " + (memory == null ? "half of the memory" : memory)),
        line("Natives", natives.describe()),
        line("Libraries", libraries(natives.testClassPath())),
        line("Readings", cache + ", " + size(sizeOf(cache))),
        line(
            "Accepted",
            accepted + (Files.isRegularFile(accepted) ? "" : " is missing: mvn assay:accept")),
        line("Last run", lastRun(workspace)));
  }

  private static String line(String name, String value) {
    return String.format(Locale.ROOT, "%-10s %s", name, value);
  }

  private static String device(String device) {
    if (device.equals("auto")) {
      return "auto (a GPU where one computes)";
    }
    int count = device.split(",").length;
    return device
        + (count > 1 ? " (a model's layers in " + count + " ranges)" : "")
        + (device.equals("cuda") ? " (cuda:0)" : "");
  }

  private static String libraries(List<Path> classPath) {
    List<String> names =
        classPath.stream()
            .map(entry -> String.valueOf(entry.getFileName()))
            .filter(name -> LIBRARY.matcher(name).matches())
            .map(name -> name.substring(0, name.length() - ".jar".length()))
            .toList();
    return names.isEmpty() ? "none of Assay's on the test class path" : String.join(", ", names);
  }

  private static String lastRun(Workspace workspace) throws IOException {
    if (!Files.isRegularFile(workspace.runRecord())) {
      return "none: mvn assay:evaluate";
    }
    var record = RecordFile.read(workspace.runRecord());
    Judgement judgement = Judgement.of(record);
    return "%s, %s on %s: %s"
        .formatted(
            record.started(),
            Judgement.number(judgement.leaves(), "check"),
            record.environment().device(),
            judgement.counts());
  }

  private static long machineMemory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static long sizeOf(Path directory) throws IOException {
    var bytes = new AtomicLong();
    if (Files.isDirectory(directory)) {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes.addAndGet(attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // Another build cleans up at this moment.
            }
          });
    }
    return bytes.get();
  }

  /** A size in binary units, such as {@code 1.5 GiB}. */
  static String size(long bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }
}
