package org.modelassay.junit.launch;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClasspathRoots;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.Timer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;
import org.modelassay.AssayException;
import org.modelassay.ProcessMemory;
import org.modelassay.junit.AssayTestEngine;
import org.modelassay.junit.execution.SessionStore;

/**
 * Runs the model specs of a directory of test classes, with no other engine.
 *
 * <p>Settings come as system properties {@code assay.…}. Whether limits hold does not decide the
 * exit code: the record does.
 */
public final class EvaluateMain {
  /** Every check ran, and the record is written when one was asked for. */
  static final int RAN = 0;

  /** There is no spec, or none that was asked for. */
  static final int NO_SPEC = 2;

  /** The run itself failed; the reason is in the last lines. */
  static final int FAILED = 3;

  private final PrintStream out;
  private final Supplier<LauncherSession> sessions;

  EvaluateMain(PrintStream out, Supplier<LauncherSession> sessions) {
    this.out = out;
    this.sessions = sessions;
  }

  /**
   * Runs.
   *
   * @param arguments {@code --scan DIR} the test classes (may be repeated), {@code --spec FILTER}
   *     those to run, {@code --status FILE} told what runs, {@code --xml DIR} for JUnit XML, {@code
   *     --progress passing} for progress in lines that a terminal may show in one place
   */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(new EvaluateMain(out, LauncherFactory::openSession).run(arguments));
  }

  /** Runs, and returns the exit code. */
  int run(String... arguments) {
    try {
      return run(Arguments.of(arguments));
    } catch (AssayException e) {
      out.println(e.getMessage());
    } catch (IOException | RuntimeException | Error e) {
      e.printStackTrace(out);
    }
    return FAILED;
  }

  private int run(Arguments arguments) throws IOException {
    Path record = record();
    if (record != null) {
      // An earlier run's must not be taken for this one's.
      Files.deleteIfExists(record);
    }
    var progress =
        new ProgressLines(
            out, arguments.status, arguments.passing, System::nanoTime, ProcessMemory::now);
    Timer clock = progress.clock();
    try (LauncherSession session = sessions.get()) {
      SessionStore.report(session.getStore(), progress);
      TestPlan plan = session.getLauncher().discover(request(arguments));
      if (!plan.containsTests()) {
        out.println(noSpec(arguments, session));
        return NO_SPEC;
      }
      if (arguments.xml == null) {
        session.getLauncher().execute(plan, progress);
      } else {
        Files.createDirectories(arguments.xml);
        TestExecutionListener xml =
            new LegacyXmlReportGeneratingListener(
                arguments.xml, new PrintWriter(out, true, StandardCharsets.UTF_8));
        session.getLauncher().execute(plan, progress, xml);
      }
    } finally {
      clock.cancel();
    }
    if (record != null && !Files.isRegularFile(record)) {
      out.println("No record was written to " + record + "; the reason is in the lines above.");
      return FAILED;
    }
    return progress.engineFailed() ? FAILED : RAN;
  }

  /** Where the engine will write the record; null when it was not told. */
  private static @Nullable Path record() {
    String record = System.getProperty("assay.record");
    return record == null ? null : Path.of(System.getProperty("assay.basedir", "")).resolve(record);
  }

  private static LauncherDiscoveryRequest request(Arguments arguments) {
    LauncherDiscoveryRequestBuilder builder =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClasspathRoots(arguments.scan))
            .filters(EngineFilter.includeEngines(AssayTestEngine.ID));
    if (arguments.spec != null) {
      builder.filters(new SpecFilter(arguments.spec));
    }
    return builder.build();
  }

  private static String noSpec(Arguments arguments, LauncherSession session) {
    if (arguments.spec == null) {
      return "No spec: no class with @ModelSpec and a check in " + arguments.scan + ".";
    }
    TestPlan all = session.getLauncher().discover(request(arguments.withoutSpec()));
    Set<String> specs = new LinkedHashSet<>();
    all.getRoots()
        .forEach(
            root -> all.getChildren(root).forEach(it -> specs.add(it.getLegacyReportingName())));
    return "No spec: assay.spec="
        + arguments.spec
        + " names none of those in "
        + arguments.scan
        + (specs.isEmpty() ? ": there are none." : ": " + String.join(", ", specs) + ".");
  }

  private record Arguments(
      Set<Path> scan,
      @Nullable String spec,
      @Nullable Path status,
      @Nullable Path xml,
      boolean passing) {
    static Arguments of(String... arguments) {
      Set<Path> scan = new LinkedHashSet<>();
      String spec = null;
      Path status = null;
      Path xml = null;
      boolean passing = false;
      for (int i = 0; i < arguments.length; i += 2) {
        if (i + 1 == arguments.length) {
          throw new AssayException(arguments[i] + " has no value; give one after it");
        }
        String value = arguments[i + 1];
        switch (arguments[i]) {
          case "--scan" -> scan.add(Path.of(value));
          case "--spec" -> spec = value;
          case "--status" -> status = Path.of(value);
          case "--xml" -> xml = Path.of(value);
          case "--progress" -> passing = value.equals("passing");
          default ->
              throw new AssayException(
                  arguments[i]
                      + " is no option; there are --scan, --spec, --status, --xml, --progress");
        }
      }
      if (scan.isEmpty()) {
        throw new AssayException("--scan is missing; give a directory of test classes");
      }
      return new Arguments(scan, spec, status, xml, passing);
    }

    Arguments withoutSpec() {
      return new Arguments(scan, null, status, xml, passing);
    }
  }
}
