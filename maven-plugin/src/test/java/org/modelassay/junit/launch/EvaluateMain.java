package org.modelassay.junit.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Stands where the engine's main class stands in a fork, and ends as {@code ends} says. */
public final class EvaluateMain {
  private EvaluateMain() {}

  /** Prints its arguments, leaves what a run would leave, ends as it is told. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(String.join(" ", arguments));
    Path status = Path.of(arguments[List.of(arguments).indexOf("--status") + 1]);
    Path runRecord = Path.of(System.getProperty("assay.record"));
    String ends = System.getProperty("ends");
    if (ends.equals("at once")) {
      System.exit(1);
    }
    Files.writeString(status, "FirstSpec#reads\nResumeModelSpec#keepsItsAnswers(int4)\n");
    if (ends.equals("no spec")) {
      System.exit(2);
    }
    if (!ends.equals("without a record")) {
      Files.writeString(runRecord, "{\"device\": \"" + System.getProperty("assay.device") + "\"}");
    }
    if (ends.equals("killed")) {
      new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid()))
          .start()
          .waitFor();
      Thread.sleep(60_000);
    }
  }
}
