package org.modelassay.model.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.JsonDamage;

/**
 * Which files of a repository a model needs.
 *
 * @param names their names, without the shards that an index names
 * @param objection why they make no model, as a predicate with remedy; empty when they do
 */
record NeededFiles(SortedSet<String> names, String objection) {
  /** Names the shards, in its {@code weight_map}. */
  static final String INDEX = "model.safetensors.index.json";

  private static final String SINGLE = "model.safetensors";
  private static final String ADAPTER = "adapter_model.safetensors";
  private static final long LONGEST_INDEX = 100_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What makes a model of a folder; linked last, so that a folder with one of them is whole. */
  private static final Set<String> CONFIGURATIONS = Set.of("config.json", "adapter_config.json");

  private static final Set<String> SETTINGS =
      Set.of(
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "chat_template.jinja",
          // Quantised by GPTQ and AWQ before config.json had a place for it.
          "quantize_config.json",
          "quant_config.json",
          "modules.json",
          "config_sentence_transformers.json");

  /** The modules of sentence-transformers, such as {@code 1_Pooling/config.json}. */
  private static final Pattern MODULE =
      Pattern.compile("[0-9]+_\\w+/(?:config\\.json|model\\.safetensors)");

  /** The settings of their encoder, such as {@code sentence_bert_config.json}. */
  private static final Pattern SENTENCE = Pattern.compile("sentence_[\\w-]+_config\\.json");

  private static final Pattern WEIGHTS = Pattern.compile("[^/]+\\.safetensors");
  private static final Pattern PICKLE = Pattern.compile("[^/]+\\.(?:bin|pt|pth|ckpt|pkl|pickle)");

  /**
   * Chooses.
   *
   * @param all the names of all files, with slashes
   * @param file the one that is meant, or empty
   */
  static NeededFiles of(Collection<String> all, String file) {
    var names = new TreeSet<String>();
    List<String> ggufs = all.stream().filter(name -> name.endsWith(".gguf")).sorted().toList();
    if (!file.isEmpty()) {
      if (all.contains(file)) {
        names.add(file);
        return new NeededFiles(names, "");
      }
      return new NeededFiles(
          names,
          "has no file " + file + (ggufs.isEmpty() ? "" : "; it has " + String.join(", ", ggufs)));
    }
    if (all.contains(INDEX)) {
      names.add(INDEX);
    } else if (all.contains(SINGLE)) {
      names.add(SINGLE);
    } else {
      all.stream().filter(WEIGHTS.asMatchPredicate()).forEach(names::add);
    }
    boolean weights = !names.isEmpty();
    for (String name : all) {
      if (CONFIGURATIONS.contains(name)
          || SETTINGS.contains(name)
          || name.equals(ADAPTER)
          || MODULE.matcher(name).matches()
          || SENTENCE.matcher(name).matches()) {
        names.add(name);
      }
    }
    boolean configured = CONFIGURATIONS.stream().anyMatch(names::contains);
    return new NeededFiles(names, weights && configured ? "" : objection(all, ggufs, weights));
  }

  private static String objection(Collection<String> all, List<String> ggufs, boolean weights) {
    if (!ggufs.isEmpty()) {
      return "is no model by itself; name one of its GGUF files, @revision/file: "
          + String.join(", ", ggufs);
    }
    if (weights) {
      return "has no config.json and no adapter_config.json, so it is no model in the layout of"
          + " transformers";
    }
    return all.stream()
        .filter(PICKLE.asMatchPredicate())
        .sorted()
        .findFirst()
        .map(
            pickle ->
                "has its weights as pickle alone ("
                    + pickle
                    + "), which runs code when read; convert it to safetensors"
                    + " (model.save_pretrained(..., safe_serialization=True)), or name a revision that"
                    + " has them: the hub's own conversions are pull requests, @refs/pr/NUMBER")
        .orElse("has no weights; expected " + SINGLE + ", or " + INDEX + " and its shards");
  }

  /** Whether a file makes a model of its folder. */
  static boolean isConfiguration(String name) {
    return CONFIGURATIONS.contains(name);
  }

  /**
   * The shards that an index names.
   *
   * @param index the file, wherever it lies
   * @throws AssayException when it is damaged, or names what is no safetensors file of its folder
   */
  static SortedSet<String> shards(Path index) {
    JsonNode map;
    try {
      if (Files.size(index) > LONGEST_INDEX) {
        throw new AssayException(
            index
                + ": is "
                + Files.size(index)
                + " bytes long, an index has at most "
                + LONGEST_INDEX);
      }
      map = JSON.readTree(Files.readAllBytes(index)).path("weight_map");
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(index, e), e);
    } catch (IOException e) {
      throw new AssayException(index + ": cannot be read: " + AtomicFile.reason(e), e);
    }
    var shards = new TreeSet<String>();
    for (JsonNode value : map) {
      String shard = value.asText();
      if (!WEIGHTS.matcher(shard).matches() || !HubReference.isPlainPath(shard)) {
        throw new AssayException(
            index + ": names '" + shard + "', which is no safetensors file of its folder");
      }
      shards.add(shard);
    }
    return shards;
  }
}
