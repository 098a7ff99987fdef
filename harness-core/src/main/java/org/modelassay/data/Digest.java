package org.modelassay.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.modelassay.Sha256;

/** SHA-256 over values, each with its length in front, so that no two lists of values collide. */
final class Digest {
  private final MessageDigest sha = Sha256.digest();

  Digest add(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    add(bytes.length);
    sha.update(bytes);
    return this;
  }

  Digest add(int value) {
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    return this;
  }

  Digest add(List<String> values) {
    add(values.size());
    values.forEach(this::add);
    return this;
  }

  String hex() {
    return Sha256.hex(sha);
  }
}
