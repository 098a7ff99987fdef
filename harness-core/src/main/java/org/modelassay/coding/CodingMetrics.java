package org.modelassay.coding;

import static org.modelassay.gate.Direction.HIGHER_IS_BETTER;
import static org.modelassay.gate.Direction.LOWER_IS_BETTER;
import static org.modelassay.gate.Direction.NEITHER;

import java.util.List;
import java.util.Set;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;

/** The metrics of a coding check. */
final class CodingMetrics {
  static final Metric BITS_PER_BYTE =
      alone(
          "bitsPerByte",
          "bits/byte",
          LOWER_IS_BETTER,
          "sum of -log2 p over all tokens / UTF-8 bytes of the corpus");
  static final Metric BITS_PER_CHARACTER =
      alone(
          "bitsPerCharacter",
          "bits/character",
          LOWER_IS_BETTER,
          "sum of -log2 p / Unicode code points (Huang et al. 2024, arXiv 2404.09937)");
  static final Metric PERPLEXITY =
      alone("perplexity", "perplexity", LOWER_IS_BETTER, "exp(sum of -ln p / scored tokens)");
  static final Metric BYTE_PERPLEXITY =
      alone(
          "bytePerplexity",
          "perplexity",
          LOWER_IS_BETTER,
          "exp(sum of -ln p / UTF-8 bytes) = 2^bitsPerByte (byte_perplexity of"
              + " lm-evaluation-harness)");
  static final Metric WORD_PERPLEXITY =
      alone(
          "wordPerplexity",
          "perplexity",
          LOWER_IS_BETTER,
          "exp(sum of -ln p / words), a document having one more word than runs of white space"
              + " (word_perplexity of lm-evaluation-harness)");
  static final Metric LMCR =
      alone(
          "lmcr",
          "bytes/byte",
          LOWER_IS_BETTER,
          "bytes of the whole corpus coded in one stream / its UTF-8 bytes (LMCR, Sato)");
  static final Metric LATE_STAGE_LMCR =
      alone(
          "lateStageLmcr",
          "bytes/token",
          LOWER_IS_BETTER,
          "coded bytes / tokens (Late-stage LMCR, Sato, |X| read as the number of tokens)");
  static final Metric LATE_STAGE_LMCR_BYTES =
      alone(
          "lateStageLmcrBytes",
          "bytes/byte",
          LOWER_IS_BETTER,
          "coded bytes / bytes of the stored ids, ceil(log2 vocabulary / 8) each (Late-stage LMCR,"
              + " Sato, |X| read as a size)");
  static final Metric TOKEN_EFFICIENCY =
      alone(
          "tokenEfficiency",
          "tokens/byte",
          LOWER_IS_BETTER,
          "tokens / UTF-8 bytes; lmcr = lateStageLmcr x tokenEfficiency");
  static final Metric LONG_PERPLEXITY =
      alone(
          "longPerplexity",
          "perplexity",
          LOWER_IS_BETTER,
          "exp(mean of -ln p over key tokens, those that an evaluator model needs a long context for)"
              + " (LongPPL, Fang et al. 2024, arXiv 2410.23771)");
  static final Metric KEY_TOKENS =
      alone("keyTokens", "share", NEITHER, "share of the tokens that longPerplexity is of");
  static final Metric INFORMATION_CAPACITY =
      alone(
          "informationCapacity",
          "bits/log2 FLOP",
          HIGHER_IS_BETTER,
          "(UTF-8 bits a token stands for - bits it is coded by + b) / log2 of the operations of a"
              + " token, of each document's first 1024 tokens (Information Capacity, arXiv"
              + " 2511.08066)");
  static final Metric CODER_OVERHEAD =
      alone(
          "coderOverhead",
          "share",
          NEITHER,
          "(bits of the stream - sum of -log2 p) / sum of -log2 p");
  static final Metric ZLIB_RATIO =
      alone(
          "zlibRatio",
          "bytes/byte",
          NEITHER,
          "bytes of the corpus by zlib at level 9 / its UTF-8 bytes");
  static final Metric XZ_RATIO =
      alone(
          "xzRatio",
          "bytes/byte",
          NEITHER,
          "bytes of the corpus by xz at preset 9 / its UTF-8 bytes");
  static final Metric ZSTD_RATIO =
      alone(
          "zstdRatio",
          "bytes/byte",
          NEITHER,
          "bytes of the corpus by zstd at level 19 / its UTF-8 bytes");
  static final Metric NOT_ROUND_TRIPPED =
      alone(
          "notRoundTripped",
          "documents",
          LOWER_IS_BETTER,
          "documents whose tokens decode to another text; they are scored all the same");
  static final Metric ROUND_TRIP =
      alone(
          "roundTrip",
          "share",
          HIGHER_IS_BETTER,
          "1 when the stated sample, coded and decoded step by step, came back: the same tokens, and"
              + " byte for byte what the tokenizer gives back at all");

  static final Metric NOISE =
      alone(
          "noise",
          "nats/token",
          NEITHER,
          "how far the mean of -ln p moves when passes of half the size add up in another order, by "
              + CodingNoise.SAMPLE
              + ", of the baseline where there is one");

  static final Metric LMCR_INCREASE =
      pair("lmcrIncrease", "bytes/byte", LOWER_IS_BETTER, "lmcr - lmcr of the baseline");
  static final Metric BITS_PER_BYTE_INCREASE =
      pair(
          "bitsPerByteIncrease",
          "bits/byte",
          LOWER_IS_BETTER,
          "bitsPerByte - bitsPerByte of the baseline");
  static final Metric PERPLEXITY_RATIO =
      pair(
          "perplexityRatio",
          "ratio",
          LOWER_IS_BETTER,
          "perplexity / perplexity of the baseline; needs the same tokens");
  static final Metric KL_MEAN =
      pair(
          "klDivergence.mean",
          "nats",
          LOWER_IS_BETTER,
          "mean of KL(baseline || candidate) over predicted tokens; needs the same sequences");
  static final Metric KL_P50 = quantile("p50", "median");
  static final Metric KL_P90 = quantile("p90", "90 % quantile");
  static final Metric KL_P99 = quantile("p99", "99 % quantile");
  static final Metric KL_P999 = quantile("p999", "99.9 % quantile");
  static final Metric KL_MAX = quantile("max", "maximum");
  static final Metric KL_TO_BASELINE_MEAN =
      pair(
          "klDivergenceToBaseline.mean",
          "nats",
          LOWER_IS_BETTER,
          "mean of KL(candidate || baseline) over predicted tokens; needs the same sequences");
  static final Metric TOP_TOKEN_AGREEMENT =
      pair(
          "topTokenAgreement",
          "share",
          HIGHER_IS_BETTER,
          "share of predicted tokens where both models have the same most likely token");

  static final List<Metric> ALL =
      List.of(
          BITS_PER_BYTE,
          BITS_PER_CHARACTER,
          PERPLEXITY,
          BYTE_PERPLEXITY,
          WORD_PERPLEXITY,
          LMCR,
          LATE_STAGE_LMCR,
          LATE_STAGE_LMCR_BYTES,
          TOKEN_EFFICIENCY,
          LONG_PERPLEXITY,
          KEY_TOKENS,
          INFORMATION_CAPACITY,
          CODER_OVERHEAD,
          ZLIB_RATIO,
          XZ_RATIO,
          ZSTD_RATIO,
          NOT_ROUND_TRIPPED,
          ROUND_TRIP,
          LMCR_INCREASE,
          BITS_PER_BYTE_INCREASE,
          PERPLEXITY_RATIO,
          KL_MEAN,
          KL_P50,
          KL_P90,
          KL_P99,
          KL_P999,
          KL_MAX,
          KL_TO_BASELINE_MEAN,
          TOP_TOKEN_AGREEMENT,
          NOISE);

  /** Of targets, whichever tokens they are, and of the text alone. */
  private static final Set<Metric> OF_ANY_TARGETS =
      Set.of(
          TOKEN_EFFICIENCY,
          ZLIB_RATIO,
          XZ_RATIO,
          ZSTD_RATIO,
          NOT_ROUND_TRIPPED,
          NOISE,
          KL_MEAN,
          KL_P50,
          KL_P90,
          KL_P99,
          KL_P999,
          KL_MAX,
          KL_TO_BASELINE_MEAN,
          TOP_TOKEN_AGREEMENT);

  private CodingMetrics() {}

  /** Whether a metric means what it says when targets are chosen so. */
  static boolean given(Metric metric, Windowing windowing) {
    return switch (windowing) {
      case DEFAULT, LM_EVAL_ROLLING -> true;
      case LLAMA_PERPLEXITY ->
          OF_ANY_TARGETS.contains(metric)
              || metric.equals(PERPLEXITY)
              || metric.equals(PERPLEXITY_RATIO);
      case COMPRESSION_INTELLIGENCE ->
          OF_ANY_TARGETS.contains(metric) || metric.equals(BITS_PER_CHARACTER);
    };
  }

  private static Metric alone(String name, String unit, Direction direction, String meaning) {
    return new Metric("coding." + name, unit, direction, false, 1, meaning);
  }

  private static Metric pair(String name, String unit, Direction direction, String meaning) {
    return new Metric("coding." + name, unit, direction, true, 1, meaning);
  }

  private static Metric quantile(String name, String which) {
    return pair(
        "klDivergence." + name,
        "nats",
        LOWER_IS_BETTER,
        which + " of KL(baseline || candidate) over predicted tokens");
  }
}
