package org.modelassay.junit.launch;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Timer;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.ProcessMemory;
import org.modelassay.evaluation.FileCoding;
import org.modelassay.evaluation.Session;
import org.modelassay.junit.execution.SettingsReader;
import org.modelassay.model.DType;
import org.modelassay.model.ModelSource;

/**
 * Codes one file with a model, or decodes it. Settings come as system properties {@code assay.…}.
 */
public final class CodingMain extends Program {
  private static final List<String> OPTIONS =
      List.of(
          "--model", "--treatment", "--dtype", "--input", "--output", "--overwrite", "--progress");

  CodingMain(PrintStream out) {
    super(out);
  }

  /**
   * Runs.
   *
   * @param arguments {@code encode} or {@code decode}, then {@code --model} a directory, a GGUF
   *     file or {@code hf:org/name@revision}; {@code --input FILE}, {@code --output FILE}; {@code
   *     --treatment} and {@code --dtype} of the model, which to decode are those of the file unless
   *     they are given; {@code --overwrite true} to replace an output that is there; {@code
   *     --progress passing} for progress in lines that a terminal may show in one place
   */
  public static void main(String[] arguments) {
    System.exit(new CodingMain(standardOut()).run(arguments));
  }

  @Override
  void perform(String... arguments) {
    String goal = arguments.length == 0 ? "" : arguments[0];
    if (!goal.equals("encode") && !goal.equals("decode")) {
      throw new AssayException("the first argument is '" + goal + "'; give encode or decode");
    }
    var options = new Options(OPTIONS, List.of(arguments).subList(1, arguments.length));
    String location = options.needed("--model");
    Path input = Path.of(options.needed("--input"));
    Path output = Path.of(options.needed("--output"));
    boolean overwrite = "true".equals(options.get("--overwrite"));
    String treatment = options.get("--treatment");
    DType dtype = dtype(options.get("--dtype"));
    var settings = new SettingsReader(key -> Optional.ofNullable(System.getProperty(key))).read();
    var progress =
        new ProgressLines(
            out,
            null,
            "passing".equals(options.get("--progress")),
            System::nanoTime,
            ProcessMemory::now);
    Timer clock = progress.clock();
    FileCoding.Summary summary;
    try (var session = new Session()) {
      var coding = new FileCoding(settings, session, progress);
      summary =
          goal.equals("encode")
              ? coding.encode(
                  new ModelSource(
                      location,
                      treatment == null ? "" : treatment,
                      dtype == null ? DType.AUTO : dtype),
                  input,
                  output,
                  overwrite)
              : coding.decode(location, treatment, dtype, input, output, overwrite);
    } finally {
      clock.cancel();
    }
    progress.doing("");
    out.println(line(goal, input, output, summary));
  }

  /** One line that says what came of it. */
  static String line(String goal, Path input, Path output, FileCoding.Summary of) {
    boolean encoded = goal.equals("encode");
    var line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%s: %,d bytes -> %s: %,d bytes",
            input,
            encoded ? of.textBytes() : of.codedBytes(),
            output,
            encoded ? of.codedBytes() : of.textBytes()));
    if (of.textBytes() > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              "; %.1f %% of the text (%.1f %% without the header of %d bytes; zlib -9: %.1f %%),"
                  + " %.3f bits/byte",
              100.0 * of.codedBytes() / of.textBytes(),
              100.0 * (of.codedBytes() - of.headerBytes()) / of.textBytes(),
              of.headerBytes(),
              100.0 * of.zlibBytes() / of.textBytes(),
              8.0 * of.codedBytes() / of.textBytes()));
    }
    if (of.keptBytes() > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              "; %,d bytes kept as they are, no token stands for them",
              of.keptBytes()));
    }
    line.append(
        String.format(
            Locale.ROOT,
            "; %,d tokens in %s (%.1f/s)",
            of.tokens(),
            ProgressLines.time(of.seconds()),
            of.tokens() / Math.max(1e-9, of.seconds())));
    if (encoded) {
      line.append(
          String.format(Locale.ROOT, "; the coder's overhead is %.1f bits", of.overheadBits()));
    }
    return line.toString();
  }

  private static @Nullable DType dtype(@Nullable String name) {
    if (name == null) {
      return null;
    }
    for (DType type : DType.values()) {
      if (type.name().equalsIgnoreCase(name)) {
        return type;
      }
    }
    throw new AssayException(
        "assay.dtype=" + name + " is no type; give AUTO, FLOAT32, BFLOAT16 or FLOAT16");
  }
}
