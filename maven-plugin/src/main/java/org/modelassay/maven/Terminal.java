package org.modelassay.maven;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of where Maven's output goes.
 *
 * @param console whether a person sits before it: input and output are a terminal
 * @param interactive whether Maven may talk with that person: no {@code -B}
 * @param parallel whether other modules write between our lines: {@code -T}
 * @param transfers class of what tells of Maven's downloads; it depends on {@code -q}, {@code -ntp}
 *     and {@code -l}
 * @param os name of the system
 * @param environment environment variables
 */
record Terminal(
    boolean console,
    boolean interactive,
    boolean parallel,
    String transfers,
    String os,
    Map<String, String> environment) {

  /**
   * Whether a line can be written over. {@code NO_COLOR} has no say: there is no colour. On Windows
   * only where the terminal is known to understand it.
   */
  boolean rewrites() {
    boolean windows = os.toLowerCase(Locale.ROOT).startsWith("windows");
    boolean understands =
        windows
            ? environment.containsKey("WT_SESSION")
            : !environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean continuousIntegration = !environment.getOrDefault("CI", "false").equals("false");
    // Those Maven takes where it does not write over lines itself.
    boolean log = transfers.startsWith("Quiet") || transfers.startsWith("Slf4j");
    return console && interactive && !parallel && understands && !continuousIntegration && !log;
  }

  /** Whether the JVM has a console that is a terminal. */
  @SuppressWarnings("SystemConsoleNull") // It still is null before Java 22.
  static boolean hasConsole() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console in any case, which tells whether it is a terminal.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** The terminal itself: Maven's {@code System.out} may be its log (Maven 4) or a file. */
  static @Nullable PrintStream stream(Terminal terminal) {
    // The first name is that of Java 19 and later.
    String encoding =
        System.getProperty(
            "stdout.encoding",
            System.getProperty("sun.stdout.encoding", Charset.defaultCharset().name()));
    return terminal.rewrites()
        ? new PrintStream(
            new FileOutputStream(FileDescriptor.out), false, Charset.forName(encoding))
        : null;
  }
}
