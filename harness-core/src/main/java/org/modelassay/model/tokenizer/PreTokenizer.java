package org.modelassay.model.tokenizer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a byte-level tokenizer cuts a text before it merges: what {@code tokenizer.ggml.pre} names.
 *
 * <p>The names, and what goes with each, are those of llama.cpp ({@code src/llama-vocab.cpp});
 * where that adapts a pattern to its own engine and quotes the one of the model's {@code
 * tokenizer.json}, the quoted one stands here. Not here, so refused by name: {@code kimi-k2} and
 * {@code afmoe}, which are no patterns; {@code deepseek-llm}, {@code chameleon}, {@code youtu},
 * {@code spark2_5}, {@code granite-embed-multi-97m} and {@code granite-embed-multi-311m}, {@code
 * gemma4}, {@code sarvam-moe}, {@code whitespace}, and those of encoders that add a separator
 * ({@code jina-v1-en}, {@code jina-v2-code}, {@code roberta-bpe}).
 *
 * @param patterns regular expressions; each cuts the pieces of those before into its matches and
 *     what lies between
 * @param onBytes the same, applied when each byte has become a character of its own
 * @param ignoresMerges whether a piece that is a token is that token, whatever the merges make
 * @param addsBos whether a beginning-of-sequence token is put in front where {@code add_bos_token}
 *     is not given
 */
record PreTokenizer(
    List<String> patterns, List<String> onBytes, boolean ignoresMerges, boolean addsBos) {
  private static final String CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
  private static final String LINES = "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  private static final String OTHERS = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|" + LINES;
  private static final String WORD = "[^\\r\\n\\p{L}\\p{N}]?\\p{L}+";
  private static final String LOWER_WORD =
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+";
  private static final String UPPER_WORD =
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*";
  private static final String CASED_OTHERS = " ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|" + LINES;

  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String LLAMA3 = CONTRACTIONS + "|" + WORD + "|\\p{N}{1,3}|" + OTHERS;
  private static final String QWEN2 = CONTRACTIONS + "|" + WORD + "|\\p{N}|" + OTHERS;
  private static final String GPT4O =
      LOWER_WORD
          + CONTRACTIONS
          + "?|"
          + UPPER_WORD
          + CONTRACTIONS
          + "?|\\p{N}{1,3}|"
          + CASED_OTHERS;
  private static final String BLOOM = " ?[^(\\s|.,!?\u2026\u3002\uFF0C\u3001\u0964\u06D4\u060C)]+";
  private static final String ASCII_PUNCTUATION = "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~]";

  /** Of EXAONE's mixture of experts: words may hold single blanks. */
  static final String EXAONE_MOE =
      CONTRACTIONS
          + "|[^\\r\\n\\p{L}\\p{N}]?(?:\\p{L}\\p{M}*(?: \\p{L}\\p{M}*)*)+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]?|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";

  private static final Map<String, PreTokenizer> BY_NAME = new TreeMap<>();

  private static void put(PreTokenizer rule, String... names) {
    for (String name : names) {
      BY_NAME.put(name, rule);
    }
  }

  private static PreTokenizer of(String... patterns) {
    return new PreTokenizer(List.of(patterns), List.of(), false, false);
  }

  static {
    put(
        new PreTokenizer(List.of(LLAMA3), List.of(), true, true),
        "llama3",
        "llama-v3",
        "llama-bpe",
        "falcon3",
        "falcon-h1",
        "pixtral",
        "midm-2.0",
        "lfm2",
        "jina-v5-nano");
    put(of(LLAMA3), "dbrx", "smaug-bpe", "glm4", "chatglm-bpe");
    put(
        of(QWEN2),
        "qwen2",
        "deepseek-r1-qwen",
        "kormo",
        "f2llmv2",
        "megrez",
        "stablelm2",
        "hunyuan",
        "solar-open",
        "grok-2");
    put(
        of(
            CONTRACTIONS
                + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{L}\\p{M}]+|\\p{N}"
                + "| ?[^\\s\\p{L}\\p{M}\\p{N}]+[\\r\\n]*|"
                + LINES),
        "qwen35");
    put(
        of(GPT2),
        "gpt-2",
        "phi-2",
        "jina-es",
        "jina-de",
        "jina-v2-es",
        "jina-v2-de",
        "gigachat",
        "a.x-4.0",
        "mellum",
        "modern-bert",
        "mpt",
        "olmo",
        "jais",
        "trillion",
        "granite-docling",
        "exaone4");
    put(
        of("\\p{N}", GPT2),
        "starcoder",
        "refact",
        "command-r",
        "smollm",
        "codeshell",
        "exaone",
        "minerva-7b",
        "mellum2");
    put(
        new PreTokenizer(
            List.of("[\\p{P}\\$\\+<=>\\^~\\|`]+", GPT2),
            List.of("\\p{N}+", "[0-9][0-9][0-9]"),
            false,
            false),
        "falcon");
    put(of("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2, "\\p{N}+", "[0-9][0-9][0-9]"), "default");
    put(
        of(
            "[\\r\\n]",
            "\\s?\\p{L}+",
            "\\s?\\p{P}+",
            "[\u4E00-\u9FA5\u0800-\u4E00\uAC00-\uD7FF]+",
            "\\p{N}"),
        "deepseek-coder");
    put(
        of(
            "\\p{N}{1,3}",
            "[\u4E00-\u9FA5\u3040-\u309F\u30A0-\u30FF]+",
            ASCII_PUNCTUATION
                + "[A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                + "| ?[\\p{P}\\p{S}]+[\\r\\n]*|"
                + LINES),
        "deepseek-v3",
        "hunyuan-dense",
        "joyai-llm",
        "hy_v4");
    put(
        new PreTokenizer(
            List.of(LOWER_WORD + "|" + UPPER_WORD + "|\\p{N}|" + CASED_OTHERS),
            List.of(),
            true,
            true),
        "tekken");
    put(of(GPT4O), "gpt-4o", "llama4", "kanana2", "talkie", "minimax-m2");
    put(of("\\d{1,3}(?=(?:\\d{3})*\\b)", GPT4O), "tiny_aya", "cohere2moe");
    put(of("\\p{N}+", "(?=(\\d{3})+(?!\\d))"), "superbpe");
    put(of(BLOOM), "bloom", "poro-chat", "gpt3-finnish");
    put(of(BLOOM, "\\p{N}"), "viking");
    put(
        of(
            "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}+|\\p{N}"
                + "| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+"),
        "bailingmoe",
        "bailingmoe2",
        "llada-moe");
    put(
        of(CONTRACTIONS + "|" + WORD + "|\\p{N}{1}| ?[^\\s\\p{L}\\p{N}\\r\\n]+|" + LINES),
        "seed-coder");
    put(of(WORD + "|\\p{N}|" + OTHERS), "ufakzeka");
    put(of("[^\\n]+|[\\n]+", QWEN2), "laguna");
    put(of(EXAONE_MOE), "exaone-moe");
    put(
        new PreTokenizer(
            List.of("\\p{N}{1,3}", CONTRACTIONS + "|" + WORD + "|\\p{N}+|" + OTHERS),
            List.of(),
            true,
            false),
        "minicpm5");
    put(
        of(
            CONTRACTIONS
                + "|"
                + WORD
                + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s{512}(?!\\S)"
                + "|\\s{256}(?!\\S)|\\s{128}(?!\\S)|\\s{64}(?!\\S)|\\s{32}(?!\\S)|\\s{16}(?!\\S)"
                + "|\\s{8}(?!\\S)|\\s{4}(?!\\S)|\\s{1,2}(?!\\S)|\\s{1}"),
        "jais-2");
  }

  /** The rule of a name, or null for an unknown one. */
  static @Nullable PreTokenizer named(String name) {
    return BY_NAME.get(name);
  }

  /** All of them by name. */
  static Map<String, PreTokenizer> all() {
    return Collections.unmodifiableMap(BY_NAME);
  }
}
