package org.modelassay.maven;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaForkTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @TempDir Path directory;

  @Test
  void handsArgumentsOverUnchangedAndStreamsBothChannels() throws Exception {
    // One directory that has everything: a blank, a quote, characters of two scripts.
    Path odd = Files.createDirectories(directory.resolve("it's my 模型 dir"));
    List<String> out = new ArrayList<>();
    List<String> err = new ArrayList<>();
    List<String> arguments =
        JavaFork.arguments(
            List.of("-Dfrom.options=a b"),
            List.of(classes(), odd.resolve("more.jar")),
            Map.of("from.properties", "職務 \"x\" \\", "file.encoding", "UTF-8"),
            Echo.class.getName(),
            List.of("--scan", odd.toString(), ""));
    int exit =
        new JavaFork(JAVA, arguments, Map.of("ECHO", "set", "HOME", ""), odd, odd.resolve("args"))
            .run(out::add, err::add);

    assertThat(exit).isEqualTo(3);
    assertThat(out)
        .containsExactly(
            "argument --scan",
            "argument " + odd,
            "argument ",
            "options a b",
            "properties 職務 \"x\" \\",
            "class path ends with " + odd.resolve("more.jar"),
            "working directory " + odd.toRealPath(),
            "ECHO set",
            "HOME null");
    assertThat(err).containsExactly("a line <U+001B>[31mfor stderr");
  }

  @Test
  void endsTheForkWhenMavenIsInterrupted() throws Exception {
    Path pid = directory.resolve("pid");
    var fork =
        new JavaFork(
            JAVA,
            JavaFork.arguments(
                List.of(), List.of(classes()), Map.of(), Sleeper.class.getName(), List.of()),
            Map.of(),
            directory,
            directory.resolve("args"));
    var maven =
        new Thread(
            () -> {
              try {
                fork.run(
                    line -> {
                      try {
                        Files.writeString(pid, line);
                      } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                      Thread.currentThread().interrupt();
                    },
                    line -> {});
              } catch (java.io.IOException | InterruptedException e) {
                // Expected: the thread was interrupted while it waited.
              }
            });
    maven.start();
    maven.join();

    assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid))))
        .satisfiesAnyOf(
            handle -> assertThat(handle).isEmpty(),
            handle -> assertThat(handle.orElseThrow().isAlive()).isFalse());
  }

  @Test
  void givesTheForkAUtf8LocaleUnlessItsFilesAreNamedInAnotherEncoding() {
    assertThat(encoding("/plain", "Linux", US_ASCII)).isEqualTo(new JavaFork.Encoding(UTF_8, true));
    assertThat(encoding("/plain", "Linux", ISO_8859_1))
        .isEqualTo(new JavaFork.Encoding(UTF_8, true));
    assertThat(encoding("/模型", "Linux", UTF_8)).isEqualTo(new JavaFork.Encoding(UTF_8, true));
    assertThat(encoding("/größe", "Linux", ISO_8859_1))
        .isEqualTo(new JavaFork.Encoding(ISO_8859_1, false));
    Charset shiftJis = Charset.forName("windows-31j");
    assertThat(encoding("C:\\模型", "Windows 11", shiftJis))
        .isEqualTo(new JavaFork.Encoding(shiftJis, false));
  }

  private static JavaFork.Encoding encoding(String path, String os, Charset nativeEncoding) {
    return JavaFork.Encoding.of(List.of("-cp", path), os, nativeEncoding);
  }

  private static Path classes() throws Exception {
    return Path.of(JavaForkTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Prints what it was given. */
  static final class Echo {
    public static void main(String[] arguments) {
      var out =
          new java.io.PrintStream(
              new java.io.FileOutputStream(java.io.FileDescriptor.out), true, UTF_8);
      for (String argument : arguments) {
        out.println("argument " + argument);
      }
      out.println("options " + System.getProperty("from.options"));
      out.println("properties " + System.getProperty("from.properties"));
      String classPath = System.getProperty("java.class.path");
      out.println(
          "class path ends with "
              + classPath.substring(classPath.indexOf(java.io.File.pathSeparatorChar) + 1));
      out.println("working directory " + System.getProperty("user.dir"));
      out.println("ECHO " + System.getenv("ECHO"));
      out.println("HOME " + System.getenv("HOME"));
      System.err.println("a line \u001b[31mfor stderr");
      System.exit(3);
    }
  }

  /** Says who it is, ends its output and stays. */
  static final class Sleeper {
    public static void main(String[] arguments) throws InterruptedException {
      System.out.println(ProcessHandle.current().pid());
      System.out.close();
      Thread.sleep(120_000);
    }
  }
}
