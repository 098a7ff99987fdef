package org.modelassay.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;
import org.modelassay.AssayException;

/**
 * What decides a byte model, read from a properties file.
 *
 * @param hidden width of a state
 * @param layers number of layers
 * @param heads query heads of a layer
 * @param keyValueHeads key and value heads of a layer
 * @param feedForward width of the MLP
 * @param context longest window in tokens, BOS included, and that of training
 * @param rows windows of a step
 * @param steps number of steps
 * @param warmUp steps of the rise of the learning rate
 * @param rate the largest learning rate
 * @param lastRate share of it at the end
 * @param decay of the matrices, times the rate
 * @param seed of the first weights and of the order of the windows
 * @param threads that one operation may use
 */
record Recipe(
    int hidden,
    int layers,
    int heads,
    int keyValueHeads,
    int feedForward,
    int context,
    int rows,
    long steps,
    long warmUp,
    double rate,
    double lastRate,
    double decay,
    long seed,
    int threads) {

  int headWidth() {
    return hidden / heads;
  }

  static Recipe read(Path file) {
    var read = new Properties();
    try (var in = Files.newBufferedReader(file)) {
      read.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw new AssayException(file + ": the recipe cannot be read: " + e.getMessage(), e);
    }
    var values = new Values(file, read);
    var recipe =
        new Recipe(
            values.whole("hidden"),
            values.whole("layers"),
            values.whole("heads"),
            values.whole("keyValueHeads"),
            values.whole("feedForward"),
            values.whole("context"),
            values.whole("rows"),
            values.whole("steps"),
            values.whole("warmUp"),
            values.number("rate"),
            values.number("lastRate"),
            values.number("decay"),
            values.whole("seed"),
            values.whole("threads"));
    if (!read.isEmpty()) {
      throw new AssayException(
          file + ": unknown keys " + new TreeSet<>(read.keySet()) + "; remove them");
    }
    return recipe;
  }

  private record Values(Path file, Properties left) {
    int whole(String key) {
      double value = number(key);
      if (value != (int) value) {
        throw new AssayException(file + ": " + key + " = " + value + " is no whole number");
      }
      return (int) value;
    }

    double number(String key) {
      Object text = left.remove(key);
      if (text == null) {
        throw new AssayException(file + ": " + key + " is missing");
      }
      try {
        double value = Double.parseDouble(text.toString().strip());
        if (value >= 0) {
          return value;
        }
      } catch (NumberFormatException e) {
        // told below
      }
      throw new AssayException(file + ": " + key + " = " + text + " is no number from 0 on");
    }
  }
}
