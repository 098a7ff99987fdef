package org.modelassay.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.Sha256;

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

  String of(Path file) throws IOException {
    Path real = file.toRealPath();
    String identity =
        real + "\n" + Files.size(real) + "\n" + Files.getLastModifiedTime(real).toInstant();
    Path kept = cache.resolve(Sha256.hex(identity).substring(0, 32));
    if (Files.exists(kept)) {
      String digest = Files.readString(kept).strip();
      if (digest.length() == 64) {
        return digest;
      }
    }
    MessageDigest sha = Sha256.digest();
    try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      while (channel.read(buffer) >= 0) {
        sha.update(buffer.flip());
        buffer.clear();
      }
    }
    String digest = Sha256.hex(sha);
    try {
      AtomicFile.write(kept, out -> out.write((digest + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (AssayException e) {
      // A cache that cannot be written costs time, nothing else: the next run hashes again.
      return digest;
    }
    return digest;
  }
}
