package org.modelassay.model.family;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modelassay.model.UnsupportedModelException;

/** All families. */
public final class Families {
  private static final Map<String, Family> BY_TYPE =
      Stream.of(
              new ArceeFamily(),
              new BloomFamily(),
              new Cohere2Family(),
              new CohereFamily(),
              new DeepseekV2Family(),
              new DeepseekV3Family(),
              new Ernie45Family(),
              new Exaone4Family(),
              new FalconFamily(),
              new Gemma2Family(),
              new Gemma3Family(),
              new Gemma3TextFamily(),
              new GemmaFamily(),
              new Glm4Family(),
              new GlmFamily(),
              new Gpt2Family(),
              new GptJFamily(),
              new GptNeoFamily(),
              new GptNeoXFamily(),
              new GptOssFamily(),
              new GraniteFamily(),
              new GraniteMoeFamily(),
              new HeliumFamily(),
              new JambaFamily(),
              new Lfm2Family(),
              new LlamaFamily(),
              new Mamba2Family(),
              new MambaFamily(),
              new MistralFamily(),
              new MixtralFamily(),
              new NemotronFamily(),
              new Olmo2Family(),
              new Olmo3Family(),
              new OlmoFamily(),
              new OlmoeFamily(),
              new OptFamily(),
              new Phi3Family(),
              new PhiFamily(),
              new Qwen2Family(),
              new Qwen2MoeFamily(),
              new Qwen3Family(),
              new Qwen3MoeFamily(),
              new RecurrentGemmaFamily(),
              new SeedOssFamily(),
              new SmolLm3Family(),
              new StableLmFamily(),
              new Starcoder2Family(),
              new Zamba2Family())
          .flatMap(family -> family.modelTypes().stream().map(type -> Map.entry(type, family)))
          .collect(
              Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));

  private Families() {}

  /** The {@code model_type} values that can be read. */
  public static SortedSet<String> supported() {
    return new TreeSet<>(BY_TYPE.keySet());
  }

  /**
   * The family of a {@code model_type}.
   *
   * @param file where it stands, for the message
   */
  public static Family of(String modelType, Path file) {
    Family family = BY_TYPE.get(modelType);
    if (family == null) {
      throw new UnsupportedModelException(
          file
              + ": model_type '"
              + modelType
              + "' is not supported; supported are "
              + String.join(", ", BY_TYPE.keySet()));
    }
    return family;
  }
}
