package org.modelassay.model.gguf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * What an architecture of GGUF files is called, and how it stores things, in the vocabulary of
 * Hugging Face.
 *
 * @param name of {@code general.architecture}
 * @param names the tensors, see {@link #table}
 * @param settings turns the metadata into a configuration, {@code model_type} included
 */
record Architecture(String name, Map<String, Target> names, Settings settings) {
  /** Of a tensor that stacks what is published apart: experts, norms of heads. */
  static final int MOST_ENTRIES = 4096;

  private static final Pattern SUFFIX = Pattern.compile("(.*?)(\\.weight|\\.bias)?");
  private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d{1,6})\\.(.*)");

  /** Reads metadata into a configuration. */
  @FunctionalInterface
  interface Settings {
    void read(GgufMetadata metadata, ObjectNode config);
  }

  /**
   * What becomes of a tensor.
   *
   * @param name its Hugging Face name without suffix; {@code .N.} stands for the block, {@code .E.}
   *     for the number of an entry of its first dimension
   * @param change what else is different, see {@link #changed}
   */
  record Target(String name, String change) {}

  /**
   * Reads tables of three columns: the name in the file without suffix ({@code N} for the block),
   * the Hugging Face name, and the change where there is one. Later rows replace earlier ones.
   */
  static Map<String, Target> table(String... tables) {
    var names = new LinkedHashMap<String, Target>();
    for (String row : String.join("\n", tables).split("\n", -1)) {
      if (!row.isBlank()) {
        String[] columns = row.strip().split(" +", -1);
        names.put(columns[0], new Target(columns[1], columns.length > 2 ? columns[2] : ""));
      }
    }
    return names;
  }

  /**
   * A tensor of the file as the family wants it, under its Hugging Face name; several where the
   * file stacks what is published apart. One that has no such name keeps its own.
   */
  List<TensorSource> translate(GgufTensor tensor, ObjectNode config) {
    Matcher parts = SUFFIX.matcher(tensor.name());
    String stem = parts.matches() ? parts.group(1) : tensor.name();
    String suffix = parts.group(2) == null ? "" : parts.group(2);
    String block = "";
    Matcher inBlock = BLOCK.matcher(stem);
    if (inBlock.matches()) {
      block = inBlock.group(1);
      stem = "blk.N." + inBlock.group(2);
    }
    Target target = names.get(stem);
    if (target == null) {
      return List.of(tensor.source(tensor.name()));
    }
    String to = target.name().replace(".N.", "." + block + ".") + suffix;
    if (!to.contains(".E.")) {
      return List.of(changed(to, tensor, target.change(), config));
    }
    var entries = new ArrayList<TensorSource>();
    if (tensor.shape().length < 2 || tensor.shape()[0] > MOST_ENTRIES) {
      return List.of(tensor.source(tensor.name()));
    }
    for (int i = 0; i < tensor.shape()[0]; i++) {
      entries.add(tensor.entry(i).source(to.replace(".E.", "." + i + ".")));
    }
    return entries;
  }

  private static TensorSource changed(
      String name, GgufTensor tensor, String change, ObjectNode config) {
    long[] shape = tensor.shape();
    TensorSource source = tensor.source(name);
    // What is wrong with a shape that no change applies to, the family says best.
    boolean matrix = shape.length == 2;
    return switch (change) {
      case "" -> source;
      case "heads" -> halves(source, config.path("num_attention_heads").asInt());
      case "kv_heads" -> halves(source, config.path("num_key_value_heads").asInt());
      case "grouped" -> grouped(source, config);
      case "transposed" ->
          matrix
              ? computed(source, "weights.transposed", List.of(source), shape[1], shape[0])
              : source;
      case "one_more" ->
          name.endsWith(".weight")
              ? computed(source, "gguf.less_one", List.of(source), shape)
              : source;
      case "log_negated" -> computed(source, "gguf.log_negated", List.of(source), shape);
      case "row" -> shape.length == 1 ? tensor.shaped(1, shape[0]).source(name) : source;
      case "channels" -> matrix ? tensor.shaped(shape[0], 1, shape[1]).source(name) : source;
      default -> throw new IllegalStateException("no change " + change);
    };
  }

  private static TensorSource halves(TensorSource source, int heads) {
    long[] shape = source.shape();
    return heads > 0 && shape.length > 0 && shape[0] % (2L * heads) == 0
        ? computed(source, "gguf.halves", List.of(source, (long) heads), shape)
        : source;
  }

  private static TensorSource grouped(TensorSource source, ObjectNode config) {
    int heads = config.path("num_attention_heads").asInt(config.path("n_head").asInt());
    int groups = config.path("num_kv_heads").asInt(heads);
    long[] shape = source.shape();
    return groups > 0
            && heads % groups == 0
            && shape.length > 0
            && shape[0] % (heads + 2L * groups) == 0
        ? computed(source, "gguf.grouped", List.of(source, (long) heads, (long) groups), shape)
        : source;
  }

  private static TensorSource computed(
      TensorSource from, String function, List<Object> arguments, long... shape) {
    return new ComputedTensor(from.name(), function, arguments, shape, from.type());
  }
}
