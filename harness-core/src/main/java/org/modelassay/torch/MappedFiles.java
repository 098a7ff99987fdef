package org.modelassay.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.modelassay.AssayException;

/**
 * Weight files mapped into memory, each once for all models that are made of it: a baseline and its
 * treated candidates share the pages.
 */
final class MappedFiles implements AutoCloseable {
  private static final Map<Key, Shared> MAPPED = new HashMap<>();

  private final Map<Path, Key> held = new HashMap<>();

  /** A file as it was when it was mapped: a rewritten one is mapped anew. */
  private record Key(Path path, long size, long modified) {}

  /** A mapped file and the number of those that hold it. */
  private static final class Shared {
    private final Tensor bytes;
    private int users;

    private Shared(Tensor bytes) {
      this.bytes = bytes;
    }
  }

  /** The bytes of a file, u8; held until this is closed. */
  Tensor bytes(Path file) {
    synchronized (MAPPED) {
      Key key = held.get(file);
      if (key == null) {
        key = key(file);
        MAPPED.computeIfAbsent(key, MappedFiles::map).users++;
        held.put(file, key);
      }
      return Objects.requireNonNull(MAPPED.get(key)).bytes;
    }
  }

  private static Shared map(Key key) {
    return new Shared(Programs.weights().tensor("map", key.path().toString(), key.size()));
  }

  private static Key key(Path file) {
    try {
      return new Key(file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e, e);
    }
  }

  @Override
  public void close() {
    synchronized (MAPPED) {
      for (Key key : held.values()) {
        Shared shared = Objects.requireNonNull(MAPPED.get(key));
        if (--shared.users == 0) {
          shared.bytes.close();
          MAPPED.remove(key);
        }
      }
      held.clear();
    }
  }
}
