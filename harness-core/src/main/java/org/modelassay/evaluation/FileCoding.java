package org.modelassay.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.Compressors;
import org.modelassay.coding.Bos;
import org.modelassay.coding.Windows;
import org.modelassay.coding.file.CodedFile;
import org.modelassay.coding.file.Computation;
import org.modelassay.coding.file.FileDecoder;
import org.modelassay.coding.file.FileEncoder;
import org.modelassay.generation.Stepper;
import org.modelassay.model.DType;
import org.modelassay.model.ModelSource;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.Progress;
import org.modelassay.reading.StepModel;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.Torch;

/** Codes a file with a model, and decodes it again. */
public final class FileCoding {
  /** Inputs of a window, or the context where that is smaller; a file says which it has. */
  private static final int WINDOW = 2048;

  private final Settings settings;
  private final Session session;
  private final RunProgress progress;

  /**
   * Codes with models of a session.
   *
   * @param settings device, threads, memory and where relative paths start from
   * @param session keeps the model
   * @param progress told how far it is
   */
  public FileCoding(Settings settings, Session session, RunProgress progress) {
    this.settings = settings;
    this.session = session;
    this.progress = progress;
  }

  /**
   * What was done.
   *
   * @param textBytes bytes of the text
   * @param codedBytes bytes of the coded file
   * @param zlibBytes what zlib makes of the text at level 9
   * @param tokens tokens that the model coded
   * @param keptBytes bytes of the text that no token stands for
   * @param headerBytes bytes of the coded file that are neither the coded stream nor kept
   * @param overheadBits bits of the stream beyond the sum of -log2 of what its coder was given; NaN
   *     where the file was decoded
   * @param seconds time of the model's steps
   */
  public record Summary(
      long textBytes,
      long codedBytes,
      long zlibBytes,
      int tokens,
      long keptBytes,
      long headerBytes,
      double overheadBits,
      double seconds) {}

  /**
   * Codes a file.
   *
   * @param source the model
   * @param input the file; any bytes
   * @param output the coded file
   * @param overwrite whether one that is there is replaced
   * @throws AssayException names what cannot be read or written
   */
  public Summary encode(ModelSource source, Path input, Path output, boolean overwrite) {
    Path from = settings.base().resolve(input);
    Path to = settings.base().resolve(output);
    checkOutput(from, to, overwrite);
    byte[] text = read(from);
    Torch.threads(settings.threads());
    LocalModel model = session.open(source, settings, progress::download);
    int window = Math.min(WINDOW, model.contextLength());
    var encoder =
        new FileEncoder(text, model, Windows.of(model, window, window, Bos.AUTO), input.toString());
    Computation computation = computation(source, model);
    try (var stepper = new Stepper(model, decoder(model))) {
      long begin = System.nanoTime();
      CodedFile coded =
          encoder.encode(
              counted(stepper, encoder.steps(), model, input, encoder::ratio), computation);
      double seconds = (System.nanoTime() - begin) / 1e9;
      byte[] bytes = coded.bytes();
      AtomicFile.write(to, out -> out.write(bytes));
      return summary(
          coded, bytes.length, text, 8.0 * coded.stream().length - encoder.bits(), seconds);
    }
  }

  /**
   * Decodes a file: its text is written when all of it is known to be right.
   *
   * @param location the model that coded it
   * @param treatment what is done to its weights, or null for what the file says
   * @param dtype the type that it computes in, or null for what the file says
   * @param input the coded file
   * @param output the text
   * @param overwrite whether one that is there is replaced
   * @throws AssayException names what cannot be read or written, how the file is damaged, or what
   *     of the model is not as it was
   */
  public Summary decode(
      String location,
      @Nullable String treatment,
      @Nullable DType dtype,
      Path input,
      Path output,
      boolean overwrite) {
    Path from = settings.base().resolve(input);
    Path to = settings.base().resolve(output);
    checkOutput(from, to, overwrite);
    CodedFile coded = CodedFile.read(from);
    Computation there = coded.computation();
    ModelSource source =
        new ModelSource(
            location,
            treatment == null ? there.treatment() : treatment,
            dtype == null ? type(there.type(), from) : dtype);
    // A sum may be cut by the number of threads: without a word it is that of the coder.
    Torch.threads(settings.threads() > 0 ? settings.threads() : there.threads());
    LocalModel model = session.open(source, settings, progress::download);
    var decoder = new FileDecoder(coded, input.toString(), model, computation(source, model));
    double ratio = coded.stream().length / (double) Math.max(1, coded.length());
    try (var stepper = new Stepper(model, decoder(model))) {
      long begin = System.nanoTime();
      byte[] text = decoder.decode(counted(stepper, decoder.steps(), model, input, () -> ratio));
      double seconds = (System.nanoTime() - begin) / 1e9;
      AtomicFile.write(to, out -> out.write(text));
      return summary(coded, coded.bytes().length, text, Double.NaN, seconds);
    }
  }

  private static void checkOutput(Path input, Path output, boolean overwrite) {
    if (Files.isDirectory(output)) {
      throw new AssayException(output + ": is a directory; name a file to write");
    }
    if (Files.exists(output) && !overwrite) {
      throw new AssayException(
          output + ": is there already; name another file, or set assay.overwrite to replace it");
    }
    try {
      if (Files.exists(output) && Files.exists(input) && Files.isSameFile(input, output)) {
        throw new AssayException(output + ": is the input itself; name another file to write");
      }
    } catch (IOException e) {
      throw new AssayException(output + ": cannot be read: " + AtomicFile.reason(e), e);
    }
  }

  private static byte[] read(Path file) {
    try {
      if (Files.size(file) > CodedFile.LONGEST) {
        throw new AssayException(
            file + ": has more than " + CodedFile.LONGEST + " bytes, the most that can be coded");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssayException(
          file + ": cannot be read: " + AtomicFile.reason(e) + "; name a file that can", e);
    }
  }

  private static DType type(String name, Path file) {
    for (DType type : DType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new AssayException(
        file
            + ": was coded in the type "
            + name
            + ", which this Assay does not know; take that one");
  }

  private Decoder decoder(LocalModel model) {
    progress.doing(
        String.format(Locale.ROOT, "loading %s (%.1f GiB)", model.name(), model.bytes() / 0x1p30));
    return session.decoder(model, settings.memoryBytes(), leaving -> {});
  }

  private static Computation computation(ModelSource source, LocalModel model) {
    String location = source.location();
    Path name = location.startsWith("hf:") ? null : Path.of(location).getFileName();
    return new Computation(
        name == null ? location : name.toString(),
        model.treatment(),
        model.fingerprint(),
        model.tokenizer().digest(),
        model.precision().name(),
        model.deviceKind(),
        Torch.threads(),
        String.valueOf(Torch.versions().get("libtorch")),
        Decoder.programDigest());
  }

  private StepModel counted(
      StepModel steps, long total, LocalModel model, Path input, DoubleSupplier ratio) {
    return new CountedSteps(
        steps,
        total,
        (done, all, rate) ->
            progress.reading(
                new Progress.Step(
                    String.format(
                        Locale.ROOT, "a file of %.1f %% of its size", 100 * ratio.getAsDouble()),
                    model.name(),
                    input.toString(),
                    done,
                    all,
                    rate),
                new RunProgress.Extent(done, all, all - done)));
  }

  private static Summary summary(
      CodedFile coded, long codedBytes, byte[] text, double overheadBits, double seconds) {
    return new Summary(
        text.length,
        codedBytes,
        Compressors.zlib(text),
        coded.tokens(),
        coded.kept().length,
        codedBytes - coded.stream().length - coded.kept().length,
        overheadBits,
        seconds);
  }
}
