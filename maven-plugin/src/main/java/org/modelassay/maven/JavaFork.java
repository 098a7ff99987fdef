package org.modelassay.maven;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.modelassay.Printable;

/**
 * One JVM beside Maven's.
 *
 * @param java the launcher
 * @param arguments options, main class and its arguments
 * @param environment variables set beside the inherited ones; an empty value removes one
 * @param directory working directory
 * @param argFile where the arguments are handed over
 */
record JavaFork(
    Path java,
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    Path argFile) {
  private static final long SECONDS_TO_END = 5;

  /**
   * Runs it to its end. Where this thread or this JVM is interrupted, the fork is ended with it.
   *
   * @param out told each line of standard output
   * @param err told each line of standard error
   * @return the exit code; 128 + the signal where a signal ended it
   */
  int run(Consumer<String> out, Consumer<String> err) throws IOException, InterruptedException {
    Encoding encoding = Encoding.of(arguments, System.getProperty("os.name"), nativeEncoding());
    Files.createDirectories(argFile.toAbsolutePath().getParent());
    Files.write(argFile, ArgFile.bytes(arguments, encoding.arguments()));
    var builder = new ProcessBuilder(java.toString(), "@" + argFile).directory(directory.toFile());
    environment.forEach((name, value) -> set(builder.environment(), name, value));
    if (encoding.utf8Locale()) {
      builder.environment().put("LC_ALL", "C.UTF-8");
    }
    Process process = builder.start();
    var killer = new Thread(() -> end(process), "assay-fork-killer");
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      process.getOutputStream().close();
      Thread errors = new Thread(() -> pump(process.getErrorStream(), err), "assay-fork-stderr");
      errors.start();
      pump(process.getInputStream(), out);
      int exit = process.waitFor();
      errors.join();
      return exit;
    } finally {
      end(process);
      removeHook(killer);
    }
  }

  private static void set(Map<String, String> environment, String name, String value) {
    if (value.isEmpty()) {
      environment.remove(name);
    } else {
      environment.put(name, value);
    }
  }

  private static void pump(InputStream stream, Consumer<String> lines) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.accept(Printable.of(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread killer) {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook has done the work.
    }
  }

  private static Charset nativeEncoding() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  /**
   * In which encoding the fork reads its arguments and file names.
   *
   * @param arguments encoding of the argument file
   * @param utf8Locale whether the fork is given a UTF-8 locale
   */
  record Encoding(Charset arguments, boolean utf8Locale) {
    /**
     * On Linux and other Unixes a UTF-8 locale, so that files with any name can be opened under
     * {@code LC_ALL=C}; unless the arguments themselves name files in another encoding, which only
     * that encoding finds. Windows and macOS have their fixed ones.
     */
    static Encoding of(List<String> arguments, String os, Charset nativeEncoding) {
      String system = os.toLowerCase(Locale.ROOT);
      if (system.startsWith("windows") || system.startsWith("mac")) {
        return new Encoding(nativeEncoding, false);
      }
      boolean ascii =
          arguments.stream().allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
      return ascii
              || nativeEncoding.equals(StandardCharsets.UTF_8)
              || nativeEncoding.equals(StandardCharsets.US_ASCII)
          ? new Encoding(StandardCharsets.UTF_8, true)
          : new Encoding(nativeEncoding, false);
    }
  }

  /**
   * System properties of a JVM that computes.
   *
   * @param settings those of the run, {@code assay.…}
   * @param base what relative paths start from
   * @param natives what it computes with
   */
  static Map<String, String> properties(Map<String, String> settings, Path base, Natives natives) {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("assay.basedir", base.toString());
    all.put("ai.djl.offline", String.valueOf(!natives.download()));
    all.put("file.encoding", "UTF-8");
    all.put("stdout.encoding", "UTF-8");
    all.put("stderr.encoding", "UTF-8");
    all.put("java.awt.headless", "true");
    all.put("slf4j.internal.verbosity", "ERROR");
    return all;
  }

  /** Arguments of a JVM: options, class path, system properties, main class, its arguments. */
  static List<String> arguments(
      List<String> options,
      List<Path> classPath,
      Map<String, String> properties,
      String mainClass,
      List<String> mainArguments) {
    List<String> all = new ArrayList<>();
    properties.forEach((key, value) -> all.add("-D" + key + "=" + value));
    // Last, so that the user's options win over ours.
    all.addAll(options);
    all.add("-cp");
    all.add(
        String.join(
            System.getProperty("path.separator"), classPath.stream().map(Path::toString).toList()));
    all.add(mainClass);
    all.addAll(mainArguments);
    return all;
  }
}
