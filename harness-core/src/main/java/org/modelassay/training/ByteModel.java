package org.modelassay.training;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;
import org.modelassay.torch.Learner;
import org.modelassay.torch.Torch;

/**
 * Trains a small language model over bytes and says how well it codes text that it has never seen.
 *
 * <pre>ByteModel TEXTS HELD_OUT RECIPE MODEL</pre>
 *
 * <p>TEXTS and HELD_OUT are folders of UTF-8 files {@code *.txt}; RECIPE is a properties file;
 * MODEL is the directory that is written. Every few minutes the model so far is written there, and
 * beside it {@code MODEL.training}, from which the same command goes on after an end that was not
 * planned.
 */
public final class ByteModel {
  private static final Learner.AdamW OPTIMISER = new Learner.AdamW(0.9, 0.99, 1e-8, 0);
  private static final double LARGEST_NORM = 1;
  private static final long SECONDS_BETWEEN = 180;

  private final PrintStream out;

  private ByteModel(PrintStream out) {
    this.out = out;
  }

  /** Runs the program. */
  public static void main(String[] arguments) {
    if (arguments.length != 4) {
      System.err.println("usage: ByteModel TEXTS HELD_OUT RECIPE MODEL");
      System.exit(2);
    }
    Path[] paths = Stream.of(arguments).map(Path::of).toArray(Path[]::new);
    try {
      var program = new ByteModel(System.out);
      program.train(paths[0], Recipe.read(paths[2]), paths[3]);
      program.judge(paths[3], paths[1]);
    } catch (AssayException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void train(Path texts, Recipe recipe, Path directory) {
    Path state = directory.resolveSibling(directory.getFileName() + ".training");
    say("%s", recipe);
    Torch.threads(recipe.threads());
    say(
        "%s on %s, %d of %d processors",
        Torch.versions(),
        System.getProperty("os.arch"),
        Torch.threads(),
        Runtime.getRuntime().availableProcessors());
    int[] stream = stream(files(texts).stream().map(ByteModel::bytes).toList());
    say("%,d tokens to learn from", stream.length);
    if (!Files.exists(state)) {
      ByteModelFiles.create(directory, recipe);
    }
    try (ModelFiles files = ModelFiles.open(directory);
        Learner learner = Learner.of(files)) {
      say("%,d parameters", files.parameters());
      if (Files.exists(state)) {
        learner.restore(state);
        say("goes on after step %d", learner.steps());
      }
      int perStep = recipe.rows() * recipe.context();
      new Training(
              new NextToken(
                  stream, ByteModelFiles.BOS, recipe.context(), recipe.rows(), recipe.seed()),
              new Schedule(recipe.steps(), recipe.warmUp(), recipe.rate(), recipe.lastRate()),
              new Learner.AdamW(
                  OPTIMISER.beta1(), OPTIMISER.beta2(), OPTIMISER.epsilon(), recipe.decay()),
              LARGEST_NORM,
              so -> {
                so.save(state);
                ByteModelFiles.weights(directory, so.values());
              },
              SECONDS_BETWEEN)
          .run(learner, new Report(recipe.steps(), perStep)::add);
    }
  }

  private void judge(Path directory, Path heldOut) {
    say("bits per byte of held-out text: the model, zlib -9, xz -9 (each file alone)");
    try (ModelFiles files = ModelFiles.open(directory)) {
      for (Path file : files(heldOut)) {
        HeldOut rates = HeldOut.of(files, bytes(file));
        say(
            "%-12s %,9d bytes  model %.4f  zlib %.4f  xz %.4f",
            file.getFileName(), rates.bytes(), rates.model(), rates.zlib(), rates.xz());
      }
    }
  }

  /** The tokens of all texts one behind the other, each ended by EOS. */
  static int[] stream(List<byte[]> texts) {
    return texts.stream()
        .flatMapToInt(
            text ->
                IntStream.rangeClosed(0, text.length)
                    .map(i -> i == text.length ? ByteModelFiles.EOS : text[i] & 0xff))
        .toArray();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> files = found.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
      if (files.isEmpty()) {
        throw new AssayException(folder + " holds no text: it wants UTF-8 files named *.txt");
      }
      return files;
    } catch (IOException e) {
      throw new AssayException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void say(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }

  /** Tells a person how it goes, every 25 steps. */
  private final class Report {
    private static final int STEPS = 25;

    private final long all;
    private final int perStep;
    private double loss;
    private double seconds;
    private int steps;

    private Report(long all, int perStep) {
      this.all = all;
      this.perStep = perStep;
    }

    private void add(Training.Step step) {
      loss += step.loss();
      seconds += step.seconds();
      steps++;
      if (step.number() % STEPS == 0 || step.number() == all) {
        double mean = loss / steps;
        say(
            "step %d of %d  loss %.4f  bits/byte %.4f  norm %.2f  rate %.2e  %.0f tokens/s  %.1f min left",
            step.number(),
            all,
            mean,
            mean / Math.log(2),
            step.norm(),
            step.rate(),
            (double) steps * perStep / seconds,
            (all - step.number()) * seconds / steps / 60);
        loss = 0;
        seconds = 0;
        steps = 0;
      }
    }
  }
}
