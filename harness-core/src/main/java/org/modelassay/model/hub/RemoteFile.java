package org.modelassay.model.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as the hub lists it.
 *
 * @param name its path in the repository, with slashes
 * @param size bytes
 * @param digest hex, and the name of its blob in the cache: SHA-256 of what is stored by LFS (64
 *     digits), else git's blob id (40 digits)
 */
record RemoteFile(String name, long size, String digest) {
  /** The digest, of this file's kind, of what a file holds. */
  String digest(Path file) throws IOException {
    boolean git = digest.length() == 40;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MessageDigest hash = MessageDigest.getInstance(git ? "SHA-1" : "SHA-256");
      if (git) {
        hash.update(("blob " + channel.size() + "\0").getBytes(StandardCharsets.US_ASCII));
      }
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      while (channel.read(buffer) >= 0) {
        hash.update(buffer.flip());
        buffer.clear();
      }
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-1 and SHA-256", e);
    }
  }
}
