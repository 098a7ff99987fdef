package org.modelassay.model.encoder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.ModelConfig;
import org.modelassay.model.UnsupportedModelException;
import org.modelassay.model.Weight;
import org.modelassay.model.WeightMatch;
import org.modelassay.model.checkpoint.Safetensors;
import org.modelassay.model.checkpoint.TensorSource;
import org.modelassay.model.tokenizer.TokenizerJson;
import org.modelassay.model.tokenizer.TokenizerRules;

/**
 * An encoder of sentences in the layout of sentence-transformers: {@code modules.json} and what it
 * names, {@code config.json}, {@code tokenizer.json}, safetensors. A directory without {@code
 * modules.json} is an encoder with mean pooling. Opening reads headers only; every weight that the
 * program wants is there in the right shape, and none is left over.
 */
public final class EncoderFiles implements AutoCloseable {
  private static final Map<String, EncoderFamily> FAMILIES =
      Stream.of(BertFamily.bert(), BertFamily.roberta(), new DistilBertFamily(), new MpnetFamily())
          .flatMap(family -> family.modelTypes().stream().map(type -> Map.entry(type, family)))
          .collect(
              Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));

  /** Keys that touch neither states nor embeddings: of the pooler, of heads, of other programs. */
  private static final String[] OTHERS = {
    "directionality",
    "output_past",
    "pooler_fc_size",
    "pooler_num_attention_heads",
    "pooler_num_fc_layers",
    "pooler_size_per_head",
    "pooler_type",
    "sentence_transformers",
    "tie_weights_",
    "tie_word_embeddings",
    "transformers.js_config"
  };

  private final Path directory;
  private final Path encoder;
  private final EncoderShape shape;
  private final Map<Weight, TensorSource> weights;
  private final SentenceModules modules;
  private final TextRules rules;
  private @Nullable TokenizerJson tokenizer;

  private EncoderFiles(
      Path directory,
      Path encoder,
      EncoderShape shape,
      Map<Weight, TensorSource> weights,
      SentenceModules modules,
      TextRules rules) {
    this.directory = directory;
    this.encoder = encoder;
    this.shape = shape;
    this.weights = weights;
    this.modules = modules;
    this.rules = rules;
  }

  /**
   * Opens a directory.
   *
   * @throws AssayException naming file and key when something is missing, damaged or not supported
   */
  public static EncoderFiles open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new AssayException(
          "sentence encoder "
              + directory.toAbsolutePath()
              + " is no directory; expected one in the layout of sentence-transformers");
    }
    Path encoder = SentenceModules.encoder(directory);
    ModelConfig config = ModelConfig.read(encoder.resolve("config.json"));
    EncoderShape shape = shape(config);
    SentenceModules modules = SentenceModules.read(directory, shape.hidden());
    TextRules rules = TextRules.read(directory, encoder, modules, shape);
    var weights = new LinkedHashMap<Weight, TensorSource>();
    matchEncoder(config, shape, encoder, weights);
    for (int i = 0; i < modules.stages().size(); i++) {
      SentenceModules.Dense dense = modules.stages().get(i).dense();
      if (dense != null) {
        matchDense("stages." + i, dense, weights);
      }
    }
    return new EncoderFiles(
        directory, encoder, shape, Collections.unmodifiableMap(weights), modules, rules);
  }

  private static EncoderFamily family(ModelConfig config) {
    String type = config.text("model_type", "");
    EncoderFamily family = FAMILIES.get(type);
    if (family == null) {
      throw new UnsupportedModelException(
          config.file()
              + ": model_type '"
              + type
              + "' is not supported as a sentence encoder; supported are "
              + String.join(", ", FAMILIES.keySet()));
    }
    return family;
  }

  private static EncoderShape shape(ModelConfig config) {
    EncoderFamily family = family(config);
    if (config.has("quantization_config")) {
      throw config.unsupported("quantization_config", "encoders that are not quantised on disk");
    }
    for (String key : List.of("is_decoder", "add_cross_attention")) {
      if (config.truth(key, false)) {
        throw config.unsupported(key, "false");
      }
    }
    config.ignore(OTHERS);
    return family.shape(config);
  }

  private static void matchEncoder(
      ModelConfig config, EncoderShape shape, Path folder, Map<Weight, TensorSource> matched) {
    EncoderFamily family = family(config);
    Map<String, TensorSource> tensors = Safetensors.open(folder).tensors();
    String prefix = family.prefix();
    String root = tensors.keySet().stream().anyMatch(t -> t.startsWith(prefix)) ? prefix : "";
    List<Weight> wanted = family.weights(config, shape, root, tensors.keySet());
    config.refuseUnread();
    // What a head was trained with has no part in an embedding, nor have counters that were saved.
    matched.putAll(
        WeightMatch.of(
            folder,
            config,
            wanted,
            tensors,
            name ->
                root.isEmpty()
                    ? name.matches(
                        "(pooler|cls|lm_head|vocab_\\w+|classifier)\\..*|.*\\.position_ids")
                    : !name.startsWith(root)
                        || name.startsWith(root + "pooler.")
                        || name.endsWith(".position_ids")));
  }

  private static void matchDense(
      String name, SentenceModules.Dense dense, Map<Weight, TensorSource> matched) {
    Weight matrix = Weight.matrix(name, "linear.weight", dense.out(), dense.in());
    Weight bias = Weight.plain(name + ".bias", "linear.bias", dense.out());
    matched.putAll(
        WeightMatch.of(
            dense.folder(),
            dense.config(),
            dense.bias() ? List.of(matrix, bias) : List.of(matrix),
            Safetensors.open(dense.folder()).tensors(),
            tensor -> false));
  }

  /** The directory. */
  public Path directory() {
    return directory;
  }

  /** What the encoder program has to know. */
  public EncoderShape shape() {
    return shape;
  }

  /** The weights that the program wants, and where they lie. */
  public Map<Weight, TensorSource> weights() {
    return weights;
  }

  /**
   * Kinds of pooling, whose vectors stand one behind the other: {@code cls}, {@code max}, {@code
   * mean}, {@code mean_sqrt_len_tokens}, {@code weightedmean}, {@code lasttoken}.
   */
  public List<String> pooling() {
    return modules.pooling();
  }

  /**
   * What follows the pooling, in order: {@code normalize}, or a dense layer by the name of its
   * activation. Stage n of them has the weight {@code stages.n} if it is dense.
   */
  public List<String> stages() {
    return modules.stages().stream().map(SentenceModules.Stage::name).toList();
  }

  /** Ids that a text has at most, special tokens included. */
  public int longest() {
    return rules.longest();
  }

  /**
   * The ids of a text: the prompt in front, in lower case where the files say so, cut to the
   * longest length, the tokenizer's own special tokens around it. The text of a special token is
   * text like any other.
   */
  public int[] tokens(String text) {
    String prepared = rules.prompt() + text;
    TokenizerJson encoding = tokenizer();
    int[] ids = encoding.encode(rules.lowerCase() ? lower(prepared) : prepared);
    int[] before = ids(encoding.rules().before());
    int[] after = ids(encoding.rules().after());
    int room = rules.longest() - before.length - after.length;
    if (room < 1) {
      throw new AssayException(
          directory
              + ": a text has "
              + rules.longest()
              + " tokens at most, and the tokenizer alone puts "
              + (before.length + after.length)
              + " around it");
    }
    int count = Math.min(room, ids.length);
    if (before.length + count + after.length == 0) {
      throw new AssayException(
          directory
              + ": a text has no tokens, and the tokenizer puts none around it, so it has no"
              + " embedding: \""
              + text
              + "\"");
    }
    int[] all = Arrays.copyOf(before, before.length + count + after.length);
    int from = rules.cutsFront() ? ids.length - count : 0;
    System.arraycopy(ids, from, all, before.length, count);
    System.arraycopy(after, 0, all, before.length + count, after.length);
    return all;
  }

  private static int[] ids(List<TokenizerRules.Special> specials) {
    return specials.stream().mapToInt(TokenizerRules.Special::id).toArray();
  }

  /** Character by character, as the tokenizers library does: no rule looks at neighbours. */
  private static String lower(String text) {
    var lower = new StringBuilder();
    text.codePoints().forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
    return lower.toString();
  }

  private synchronized TokenizerJson tokenizer() {
    TokenizerJson read = tokenizer;
    if (read == null) {
      read = TokenizerJson.read(encoder).fitting(shape.vocabulary(), "encoder");
      tokenizer = read;
    }
    return read;
  }

  @Override
  public synchronized void close() {
    if (tokenizer != null) {
      tokenizer.close();
      tokenizer = null;
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
