package org.modelassay.maven;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes parallel modules and parallel builds of one user take turns on a device: two models that
 * compute at once are slower than one after the other, and together may not fit.
 */
final class DeviceLocks implements AutoCloseable {
  private static final long MILLISECONDS_BETWEEN_TRIES = 200;

  private final Deque<FileChannel> channels = new ArrayDeque<>();

  private DeviceLocks() {}

  /**
   * Waits until the device is free.
   *
   * @param directory where the lock files are
   * @param device as {@code assay.device} names it
   * @param waiting told once for each device that is waited for
   */
  static DeviceLocks acquire(Path directory, String device, Consumer<String> waiting)
      throws IOException, InterruptedException {
    Files.createDirectories(directory);
    var locks = new DeviceLocks();
    try {
      for (String name : names(device)) {
        locks.lock(directory.resolve(name + ".lock"), name, waiting);
      }
      return locks;
    } catch (IOException | InterruptedException | RuntimeException e) {
      locks.close();
      throw e;
    }
  }

  /**
   * What may be computed on, in the one order in which all builds take it. Which device {@code
   * auto} becomes is known in the fork only, so it takes all that it may become.
   */
  static List<String> names(String device) {
    return Stream.of(device.split(","))
        .map(String::strip)
        .flatMap(
            name ->
                switch (name) {
                  case "auto" -> Stream.of("cpu", "cuda-0", "mps");
                  case "cuda" -> Stream.of("cuda-0");
                  default -> Stream.of(name.replaceAll("[^A-Za-z0-9]", "-"));
                })
        .distinct()
        .sorted()
        .toList();
  }

  private void lock(Path file, String name, Consumer<String> waiting)
      throws IOException, InterruptedException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channels.push(channel);
    boolean said = false;
    while (tryLock(channel) == null) {
      if (!said) {
        waiting.accept(name);
        said = true;
      }
      Thread.sleep(MILLISECONDS_BETWEEN_TRIES);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // Held by another module of this Maven.
    }
  }

  /** Lets the next one in. The files stay: deleting one that another waits on would admit two. */
  @Override
  public void close() throws IOException {
    while (!channels.isEmpty()) {
      channels.pop().close();
    }
  }
}
