package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;

/**
 * The compiled normalisation of SentencePiece: the size of a double-array trie in bytes, the trie
 * (units of 32 bits as darts-clone lays them out), then replacements in UTF-8, each ended by 0; the
 * value of a key is where its replacement begins.
 *
 * <p>The library follows the trie without looking at its end, so every step that some text could
 * take is taken here first.
 */
final class Charsmap {
  private Charsmap() {}

  /** Whether no text can lead out of a map, given in Base64. */
  static boolean sound(JsonNode base64) {
    if (!base64.isTextual()) {
      return false;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.asText());
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (bytes.length < 8) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long size = buffer.getInt() & 0xFFFFFFFFL;
    if (size < 4 || size % 4 != 0 || size > buffer.remaining()) {
      return false;
    }
    int[] units = new int[(int) (size / 4)];
    buffer.asIntBuffer().get(units);
    buffer.position(buffer.position() + (int) size);
    byte[] texts = new byte[buffer.remaining()];
    buffer.get(texts);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
    } catch (CharacterCodingException e) {
      return false;
    }
    return closed(units, texts);
  }

  private static boolean closed(int[] units, byte[] texts) {
    var seen = new BitSet(units.length);
    var todo = new ArrayDeque<Integer>();
    if (!reach(offset(units[0]), units.length, seen, todo)) {
      return false;
    }
    while (!todo.isEmpty()) {
      int from = todo.pop();
      for (int label = 1; label < 256; label++) {
        int unit = units[from ^ label];
        if ((unit & 0x800000FF) != label) {
          continue;
        }
        int to = from ^ label ^ offset(unit);
        if (!reach(to, units.length, seen, todo)) {
          return false;
        }
        boolean leaf = (unit >>> 8 & 1) == 1;
        if (leaf && !begins(units[to] & 0x7FFFFFFF, texts)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean reach(int node, int length, BitSet seen, ArrayDeque<Integer> todo) {
    // Any of its 256 neighbours may be looked at.
    if (node < 0 || (node | 0xFF) >= length) {
      return false;
    }
    if (!seen.get(node)) {
      seen.set(node);
      todo.push(node);
    }
    return true;
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  /** Whether a place is the first byte of a character, or the end. */
  private static boolean begins(int place, byte[] texts) {
    return place == texts.length || (place < texts.length && (texts[place] & 0xC0) != 0x80);
  }
}
