package org.modelassay.treatment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modelassay.AssayException;
import org.modelassay.model.Weight;
import org.modelassay.torch.Tensor;
import org.modelassay.torch.WeightTreatment;

/**
 * What a spec's {@code treatment} says: one or more of these, applied from left to right to the
 * weights of attention and MLP, never to embedding, output matrix, norms and biases. All arithmetic
 * is float32, rounding is half to even.
 *
 * <ul>
 *   <li>{@code quantize(bits, group, symmetric)}: each group of consecutive inputs of each row (the
 *       whole row when no group is given) is rounded to integers and back. Symmetric: s = max|w| /
 *       (2^(bits-1) - 1), w' = clamp(round(w / s)) s. Else (the default): lo = min(min w, 0), hi =
 *       max(max w, 0), s = (hi - lo) / (2^bits - 1), z = round(-lo / s), w' = (clamp(round(w / s) +
 *       z, 0, 2^bits - 1) - z) s. A scale of 0 counts as 1.
 *   <li>{@code prune(sparsity)}: of each matrix the floor(sparsity n) entries of smallest magnitude
 *       become 0, of equals the first in row-major order.
 * </ul>
 */
public final class Treatment implements WeightTreatment {
  private static final Pattern CALL = Pattern.compile("\\s*([A-Za-z]+)\\s*\\(([^()]*)\\)\\s*");
  private static final String EXAMPLES = "quantize(bits=4, group=64), prune(sparsity=0.5)";

  private final List<Step> steps;

  private Treatment(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Reads a treatment.
   *
   * @param text such as {@code quantize(bits=4, group=128)}; several are separated by commas or
   *     plus signs
   * @throws AssayException when it cannot be understood, naming what is wrong
   */
  public static Treatment parse(String text) {
    if (text.isBlank()) {
      throw wrong(text, "it is empty");
    }
    var steps = new ArrayList<Step>();
    Matcher call = CALL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!call.region(at, text.length()).lookingAt()) {
        throw wrong(text, "expected a treatment at '" + text.substring(at).strip() + "'");
      }
      steps.add(step(text, call.group(1), arguments(text, call.group(2))));
      at = call.end();
      if (at < text.length()) {
        if (text.charAt(at) != ',' && text.charAt(at) != '+') {
          throw wrong(text, "expected a comma or a plus sign before '" + text.substring(at) + "'");
        }
        at++;
        if (text.substring(at).isBlank()) {
          throw wrong(text, "nothing follows the last separator");
        }
      }
    }
    return new Treatment(List.copyOf(steps));
  }

  private static AssayException wrong(String text, String what) {
    return new AssayException("treatment '" + text + "': " + what + "; such as " + EXAMPLES);
  }

  private static Map<String, String> arguments(String text, String inside) {
    var arguments = new LinkedHashMap<String, String>();
    if (inside.isBlank()) {
      return arguments;
    }
    for (String part : inside.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw wrong(text, "'" + part.strip() + "' is no name=value");
      }
      if (arguments.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip())
          != null) {
        throw wrong(text, part.substring(0, equals).strip() + " is given twice");
      }
    }
    return arguments;
  }

  private static Step step(String text, String name, Map<String, String> arguments) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "quantize" -> {
        known(text, arguments, Set.of("bits", "group", "symmetric"));
        int bits = whole(text, arguments, "bits");
        if (bits < 2 || bits > 16) {
          throw wrong(text, "bits is " + bits + ", expected 2 to 16");
        }
        int group = arguments.containsKey("group") ? whole(text, arguments, "group") : 0;
        if (arguments.containsKey("group") && group < 1) {
          throw wrong(text, "group is " + group + ", expected a positive number of inputs");
        }
        String symmetric = arguments.getOrDefault("symmetric", "false");
        if (!symmetric.equals("true") && !symmetric.equals("false")) {
          throw wrong(text, "symmetric is '" + symmetric + "', expected true or false");
        }
        return new Quantize(bits, group, symmetric.equals("true"));
      }
      case "prune" -> {
        known(text, arguments, Set.of("sparsity"));
        double sparsity;
        try {
          sparsity = Double.parseDouble(arguments.getOrDefault("sparsity", ""));
        } catch (NumberFormatException e) {
          throw wrong(text, "sparsity must be a number");
        }
        if (!(sparsity >= 0 && sparsity <= 1)) {
          throw wrong(text, "sparsity is " + sparsity + ", expected 0 to 1");
        }
        return new Prune(sparsity);
      }
      default ->
          throw wrong(text, "there is no treatment " + name + "; there are quantize and prune");
    }
  }

  private static void known(String text, Map<String, String> arguments, Set<String> names) {
    for (String name : arguments.keySet()) {
      if (!names.contains(name)) {
        throw wrong(
            text,
            "there is no argument "
                + name
                + "; there are "
                + String.join(", ", new TreeSet<>(names)));
      }
    }
  }

  private static int whole(String text, Map<String, String> arguments, String name) {
    try {
      return Integer.parseInt(arguments.getOrDefault(name, ""));
    } catch (NumberFormatException e) {
      throw wrong(text, name + " must be a whole number");
    }
  }

  @Override
  public Tensor apply(Weight weight, Tensor tensor, Operations operations) {
    Tensor treated = tensor;
    for (Step step : steps) {
      Tensor before = treated;
      try (before) {
        treated = step.apply(weight, before, operations);
      }
    }
    return treated;
  }

  /** Its canonical text: equal texts do the same. */
  @Override
  public String toString() {
    return String.join(" + ", steps.stream().map(Object::toString).toList());
  }

  private sealed interface Step permits Quantize, Prune {
    Tensor apply(Weight weight, Tensor tensor, Operations operations);
  }

  private record Quantize(int bits, int group, boolean symmetric) implements Step {
    @Override
    public Tensor apply(Weight weight, Tensor tensor, Operations operations) {
      int inputs = (int) weight.shape()[1];
      if (group > 0 && inputs % group != 0) {
        throw new AssayException(
            this
                + ": group "
                + group
                + " does not divide the "
                + inputs
                + " inputs of "
                + weight.sources().get(0)
                + "; choose a divisor of every width");
      }
      return operations.quantize(tensor, bits, group == 0 ? inputs : group, symmetric);
    }

    @Override
    public String toString() {
      return "quantize(bits="
          + bits
          + (group == 0 ? "" : ", group=" + group)
          + ", symmetric="
          + symmetric
          + ")";
    }
  }

  private record Prune(double sparsity) implements Step {
    @Override
    public Tensor apply(Weight weight, Tensor tensor, Operations operations) {
      long elements = weight.shape()[0] * weight.shape()[1];
      return operations.prune(tensor, (long) Math.floor(sparsity * elements));
    }

    @Override
    public String toString() {
      return "prune(sparsity=" + sparsity + ")";
    }
  }
}
