package org.modelassay.coding.equalinfo;

import static org.modelassay.gate.Direction.HIGHER_IS_BETTER;
import static org.modelassay.gate.Direction.LOWER_IS_BETTER;
import static org.modelassay.gate.Direction.NEITHER;

import java.util.List;
import org.modelassay.gate.Direction;
import org.modelassay.gate.Metric;

/** The metrics of a check of Equal-Info Windows. */
final class EqualInfoMetrics {
  static final Metric TOKEN_RATIO =
      alone(
          "tokenCompressionRatio",
          "bytes/token",
          HIGHER_IS_BETTER,
          "UTF-8 bytes of the corpus / tokens that its windows make");
  static final Metric BIT_RATIO =
      alone(
          "bitCompressionRatio",
          "bits/bit",
          HIGHER_IS_BETTER,
          "bits of the corpus / bits of its windows, padding included");
  static final Metric UNIFORM =
      alone(
          "uniformBitsPerByte",
          "bits/byte",
          LOWER_IS_BETTER,
          "tokenBits / tokenCompressionRatio: a learner that takes all tokens for alike");
  static final Metric UNIGRAM =
      alone(
          "unigramBitsPerByte",
          "bits/byte",
          LOWER_IS_BETTER,
          "entropy of the tokens' frequencies in the corpus (plug-in) / tokenCompressionRatio: a"
              + " learner that knows how often each occurs");
  static final Metric FLOPS =
      alone(
          "flopsPerByte",
          "FLOPs/byte",
          LOWER_IS_BETTER,
          "2 x learnerParameters / tokenCompressionRatio + 2 x parameters of the coding model,"
              + " embedding and head left out, x its symbols / bytes");
  static final Metric WINDOWS = alone("windows", "windows", NEITHER, "windows of the corpus");
  static final Metric PADDING =
      alone(
          "paddingShare",
          "share",
          LOWER_IS_BETTER,
          "bits that only fill windows up / bits of the windows");
  static final Metric ROUND_TRIP =
      alone(
          "roundTrip",
          "share",
          HIGHER_IS_BETTER,
          "documents of the stated sample that came back symbol for symbol / documents of it");
  static final Metric AC_TOKEN_RATIO = tokenRatio("ac", "AC, the same model without windows");
  static final Metric AC_BIT_RATIO = bitRatio("ac", "AC, the same model without windows");
  static final Metric STATIC_TOKEN_RATIO =
      tokenRatio("staticAc", "StaticAC, the frequencies of the corpus's own bytes");
  static final Metric STATIC_BIT_RATIO =
      bitRatio("staticAc", "StaticAC, the frequencies of the corpus's own bytes");
  static final Metric ZLIB_TOKEN_RATIO = tokenRatio("zlib", "zlib at its default level");
  static final Metric ZLIB_BIT_RATIO = bitRatio("zlib", "zlib at its default level");

  static final Metric OUTPUT_INCREASE =
      new Metric(
          "equalInfo.outputIncrease",
          "share",
          LOWER_IS_BETTER,
          true,
          1,
          "bits of the windows / bits of the baseline's - 1");

  static final List<Metric> ALL =
      List.of(
          TOKEN_RATIO,
          BIT_RATIO,
          UNIFORM,
          UNIGRAM,
          FLOPS,
          WINDOWS,
          PADDING,
          ROUND_TRIP,
          AC_TOKEN_RATIO,
          AC_BIT_RATIO,
          STATIC_TOKEN_RATIO,
          STATIC_BIT_RATIO,
          ZLIB_TOKEN_RATIO,
          ZLIB_BIT_RATIO,
          OUTPUT_INCREASE);

  private EqualInfoMetrics() {}

  private static Metric alone(String name, String unit, Direction direction, String meaning) {
    return new Metric("equalInfo." + name, unit, direction, false, 1, meaning);
  }

  private static Metric tokenRatio(String coder, String of) {
    return alone(
        coder + ".tokenCompressionRatio",
        "bytes/token",
        NEITHER,
        "UTF-8 bytes / tokens of as many bits, by " + of);
  }

  private static Metric bitRatio(String coder, String of) {
    return alone(coder + ".bitCompressionRatio", "bits/bit", NEITHER, "bits in / out, by " + of);
  }
}
