package org.modelassay.coding.equalinfo.analysis;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What text the tokens of Equal-Info windows stand for. A token in a window's first place depends
 * on the window's text alone, so the windows of equal first tokens begin with the same text; a
 * later one depends on what stands before it, too, and may stand for anything.
 *
 * @param windows number of windows
 * @param positions one for each place of a token in a window, from the first
 */
public record TokenMap(int windows, List<Position> positions) {
  private static final int EXAMPLES = 8;
  private static final int EXEMPLIFIED = 4;
  private static final int TEXTS = 6;
  private static final int CHARACTERS = 100;
  private static final long SEED = 1;

  /** Copies the list. */
  public TokenMap {
    positions = List.copyOf(positions);
  }

  /**
   * The tokens in one place of the windows.
   *
   * @param tokens different tokens
   * @param repeated those in two windows or more
   * @param severalTexts those of which the windows hold different texts
   * @param commonBeginning those of which these texts all begin with the same character
   * @param shuffledShare what {@link #share} is when all texts are shuffled among the windows, with
   *     a fixed seed: what chance alone gives
   * @param examples the most frequent of the repeated tokens; none beyond the first places
   */
  public record Position(
      int tokens,
      int repeated,
      int severalTexts,
      int commonBeginning,
      double shuffledShare,
      List<Example> examples) {
    /** Copies the list. */
    public Position {
      examples = List.copyOf(examples);
    }

    /**
     * Of the tokens with several texts, the share of those whose texts begin alike; NaN of none.
     */
    public double share() {
      return (double) commonBeginning / severalTexts;
    }
  }

  /**
   * A token.
   *
   * @param token its value
   * @param windows how many windows have it there
   * @param texts what these hold, the most frequent first
   * @param textsLeftOut different texts beyond those
   */
  public record Example(int token, int windows, List<Content> texts, int textsLeftOut) {
    /** Copies the list. */
    public Example {
      texts = List.copyOf(texts);
    }
  }

  /**
   * What windows hold.
   *
   * @param text the text, at most 100 characters and an ellipsis; bytes that are no whole character
   *     as {@code \xE3}
   * @param windows how many of them hold it
   */
  public record Content(String text, int windows) {}

  /**
   * Maps tokens to texts.
   *
   * @param windows all windows; of equally many tokens each
   */
  public static TokenMap of(List<Window> windows) {
    // One character per byte, so that texts can be compared and be keys.
    List<String> texts =
        windows.stream().map(w -> new String(w.text(), StandardCharsets.ISO_8859_1)).toList();
    List<String> shuffled = new ArrayList<>(texts);
    Collections.shuffle(shuffled, new Random(SEED));
    int places = windows.isEmpty() ? 0 : windows.get(0).tokens().length;
    return new TokenMap(
        windows.size(),
        IntStream.range(0, places).mapToObj(p -> position(p, windows, texts, shuffled)).toList());
  }

  private static Position position(
      int place, List<Window> windows, List<String> texts, List<String> shuffled) {
    Map<Integer, List<Integer>> byToken = new TreeMap<>();
    for (int w = 0; w < windows.size(); w++) {
      byToken.computeIfAbsent(windows.get(w).tokens()[place], t -> new ArrayList<>()).add(w);
    }
    List<Map.Entry<Integer, List<Integer>>> repeated =
        byToken.entrySet().stream().filter(e -> e.getValue().size() > 1).toList();
    List<List<Integer>> several =
        repeated.stream()
            .map(Map.Entry::getValue)
            .filter(w -> w.stream().map(texts::get).distinct().limit(2).count() == 2)
            .toList();
    return new Position(
        byToken.size(),
        repeated.size(),
        several.size(),
        beginningAlike(several, texts),
        (double) beginningAlike(several, shuffled) / several.size(),
        place < EXEMPLIFIED ? examples(repeated, texts) : List.of());
  }

  private static int beginningAlike(List<List<Integer>> tokens, List<String> texts) {
    return (int) tokens.stream().filter(windows -> beginAlike(windows, texts)).count();
  }

  /** Whether the texts begin with one character, not only with the first byte of one. */
  private static boolean beginAlike(List<Integer> windows, List<String> texts) {
    String first = texts.get(windows.get(0));
    if (first.isEmpty()) {
      return false;
    }
    String character = first.substring(0, Math.min(first.length(), length(first.charAt(0))));
    return windows.stream().allMatch(w -> texts.get(w).startsWith(character));
  }

  /** Bytes of a UTF-8 character by its first; 1 inside of one. */
  private static int length(int lead) {
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  }

  private static List<Example> examples(
      List<Map.Entry<Integer, List<Integer>>> repeated, List<String> texts) {
    // Stable sorts: what is equally frequent stays in the order of tokens or of texts.
    return repeated.stream()
        .sorted(Comparator.comparing(e -> -e.getValue().size()))
        .limit(EXAMPLES)
        .map(
            e -> {
              Map<String, Integer> counts = new TreeMap<>();
              e.getValue().forEach(w -> counts.merge(texts.get(w), 1, Integer::sum));
              List<Content> contents =
                  counts.entrySet().stream()
                      .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                      .limit(TEXTS)
                      .map(c -> new Content(shown(c.getKey()), c.getValue()))
                      .toList();
              return new Example(
                  e.getKey(), e.getValue().size(), contents, counts.size() - contents.size());
            })
        .toList();
  }

  private static String shown(String bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    CharBuffer decoded = CharBuffer.allocate(in.remaining());
    StringBuilder shown = new StringBuilder();
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    while (true) {
      CoderResult result = decoder.decode(in, decoded, true);
      shown.append(decoded.flip());
      decoded.clear();
      if (!result.isError()) {
        break;
      }
      for (int i = 0; i < result.length(); i++) {
        shown.append(String.format(Locale.ROOT, "\\x%02X", in.get()));
      }
    }
    return shown.codePointCount(0, shown.length()) <= CHARACTERS
        ? shown.toString()
        : shown.substring(0, shown.offsetByCodePoints(0, CHARACTERS)) + "…";
  }
}
