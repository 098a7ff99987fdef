package org.modelassay.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;

/**
 * SHA-256 of files. Those of large files are kept by (path, size, time), so that weights are hashed
 * once and not once a run.
 */
final class Digests {
  private final Path cache;

  /** Keeps digests in a folder. */
  Digests(Path cache) {
    this.cache = cache;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  String of(Path file) throws IOException {
    Path real = file.toRealPath();
    String identity =
        real + "\n" + Files.size(real) + "\n" + Files.getLastModifiedTime(real).toInstant();
    Path kept = cache.resolve(hex(identity.getBytes(StandardCharsets.UTF_8)).substring(0, 32));
    if (Files.exists(kept)) {
      String digest = Files.readString(kept).strip();
      if (digest.length() == 64) {
        return digest;
      }
    }
    MessageDigest sha = sha256();
    try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      while (channel.read(buffer) >= 0) {
        sha.update(buffer.flip());
        buffer.clear();
      }
    }
    String digest = HexFormat.of().formatHex(sha.digest());
    try {
      AtomicFile.write(kept, out -> out.write((digest + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (AssayException e) {
      // A cache that cannot be written costs time, nothing else: the next run hashes again.
      return digest;
    }
    return digest;
  }
}
