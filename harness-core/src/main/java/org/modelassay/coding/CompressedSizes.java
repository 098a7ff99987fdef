package org.modelassay.coding;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.modelassay.Compressors;

/**
 * What general compressors make of a corpus: found once for all candidates of a check, since it is
 * the text's alone.
 */
final class CompressedSizes {
  private @Nullable Sizes whole;
  private final Map<Integer, Sizes> documents = new HashMap<>();

  /**
   * Sizes of one text.
   *
   * @param zlib bytes by zlib at level 9
   * @param xz bytes by xz at preset 9
   * @param zstd bytes by zstd at level 19, empty where that cannot run
   */
  record Sizes(long zlib, long xz, OptionalLong zstd) {
    private static Sizes of(byte[] text) {
      return new Sizes(Compressors.zlib(text), Compressors.xz(text), Compressors.zstd(text));
    }
  }

  /** Of all documents in a row. */
  Sizes whole(CorpusText text) {
    Sizes known = whole;
    if (known == null) {
      known = Sizes.of(text.utf8());
      whole = known;
    }
    return known;
  }

  /** Of one document alone, by number. */
  Sizes document(CorpusText text, int number) {
    return documents.computeIfAbsent(number, d -> Sizes.of(text.texts().get(d).utf8()));
  }
}
