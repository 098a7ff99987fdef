package org.modelassay.reading;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.Sha256;

/**
 * Readings on disk: a folder per reading, named by its content, with a manifest for people and
 * numbered segments of each probe. A file appears whole under its name or not at all. Damaged files
 * are read again from the model, never trusted.
 */
public final class ReadingStore {
  private static final int MAGIC = 0x41535931; // ASY1
  private static final double GIB = 1L << 30;
  private static final int HEADER = 4 + 8 + 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final Set<Path> whole = new HashSet<>();

  /** Opens a store; nothing is made on disk before something is written. */
  public ReadingStore(Path cache) {
    root = cache.resolve("readings");
  }

  /** Folder of a reading. */
  private Path folder(String key) {
    return root.resolve(key);
  }

  private Path segment(String key, String probe, int number) {
    String name =
        probe.length() <= 60 ? probe.replaceAll("[^A-Za-z0-9.,\\[\\]-]", "_") : Sha256.hex(probe);
    return folder(key).resolve(name + "." + number + ".bin");
  }

  /** Whether a segment is there and whole; each is checked once, a damaged one is deleted. */
  boolean has(String key, String probe, int segment) {
    return whole.contains(segment(key, probe, segment)) || get(key, probe, segment) != null;
  }

  /** Notes what a folder holds, for people, and that it was used now. */
  void touch(String key, Map<String, String> manifest) {
    Path file = folder(key).resolve("manifest.json");
    if (Files.exists(file)) {
      used(key);
    } else {
      write(file, out -> JSON.writerWithDefaultPrettyPrinter().writeValue(out, manifest));
    }
  }

  private void used(String key) {
    try {
      Files.setLastModifiedTime(folder(key), FileTime.from(Instant.now()));
    } catch (IOException e) {
      // A cache that cannot be touched is a little older than it should be, nothing else.
      return;
    }
  }

  private static void write(Path file, AtomicFile.Content content) {
    try {
      AtomicFile.write(file, content);
    } catch (AssayException e) {
      throw new AssayException(
          e.getMessage() + " Readings are kept under assay.cache.dir: it may name another folder.",
          e);
    }
  }

  /** Writes a segment; the payload is on the heap. */
  void put(String key, String probe, int segment, ByteBuffer payload) {
    Path file = segment(key, probe, segment);
    var crc = new CRC32();
    crc.update(payload.duplicate());
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(MAGIC).putLong(payload.remaining()).putInt((int) crc.getValue());
    write(
        file,
        out -> {
          out.write(header.array());
          out.write(
              payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
        });
    whole.add(file);
  }

  /**
   * Maps a segment, direct and little-endian.
   *
   * @return null when it is not there or damaged; a damaged one is deleted
   */
  @Nullable ByteBuffer get(String key, String probe, int segment) {
    Path file = segment(key, probe, segment);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size >= HEADER && size <= Integer.MAX_VALUE) {
        ByteBuffer all =
            channel.map(FileChannel.MapMode.READ_ONLY, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer payload = all.slice(HEADER, (int) size - HEADER).order(ByteOrder.LITTLE_ENDIAN);
        var crc = new CRC32();
        crc.update(payload.duplicate());
        if (all.getInt(0) == MAGIC
            && all.getLong(4) == payload.remaining()
            && all.getInt(12) == (int) crc.getValue()) {
          whole.add(file);
          return payload;
        }
      }
    } catch (NoSuchFileException e) {
      whole.remove(file);
      return null;
    } catch (IOException e) {
      throw new AssayException(
          file + " cannot be read: " + e + "; delete it, or set assay.cache.dir", e);
    }
    delete(file);
    return null;
  }

  /** Reads a small answer, or null when there is none. */
  public <A> @Nullable A answer(String key, Class<A> type) {
    Path file = folder(key).resolve("answer.json");
    try {
      A answer = JSON.readValue(Files.readAllBytes(file), type);
      used(key);
      return answer;
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      // Damaged: computed again and written anew.
      delete(file);
      return null;
    }
  }

  /** Writes a small answer. */
  public void putAnswer(String key, Object answer) {
    Path file = folder(key).resolve("answer.json");
    write(file, out -> JSON.writeValue(out, answer));
  }

  /**
   * Checks that so many bytes can be written.
   *
   * @param what for the message
   * @throws AssayException when the disk has less room
   */
  void ensureRoom(long bytes, String what) {
    Path existing = root.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    long free = existing.toFile().getUsableSpace();
    if (free < bytes) {
      throw new AssayException(
          "%s take %.1f GiB until the run ends, but the disk of %s has %.1f GiB left; make room or set assay.cache.dir to another disk"
              .formatted(what, bytes / GIB, root, free / GIB));
    }
  }

  /** Deletes the segments of a probe. */
  void drop(String key, String probe, int segments) {
    for (int i = 0; i < segments; i++) {
      delete(segment(key, probe, i));
    }
  }

  private void delete(Path file) {
    whole.remove(file);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new AssayException(
          file + " cannot be deleted: " + e + "; delete it, or set assay.cache.dir", e);
    }
  }

  /**
   * Deletes the readings longest unused until the store is within its limit.
   *
   * @param limitBytes size that may stay
   * @param keep keys of readings in use
   */
  public void clean(long limitBytes, Set<String> keep) {
    if (!Files.isDirectory(root)) {
      return;
    }
    record Entry(Path folder, long bytes, FileTime used) {}
    var entries = new ArrayList<Entry>();
    long total = 0;
    try (Stream<Path> list = Files.list(root)) {
      for (Path folder : list.filter(Files::isDirectory).toList()) {
        long bytes = size(folder);
        entries.add(new Entry(folder, bytes, Files.getLastModifiedTime(folder)));
        total += bytes;
      }
      entries.sort(Comparator.comparing(Entry::used));
      for (Entry entry : entries) {
        if (total <= limitBytes) {
          return;
        }
        if (!keep.contains(entry.folder().getFileName().toString())) {
          deleteFolder(entry.folder());
          whole.removeIf(segment -> segment.startsWith(entry.folder()));
          total -= entry.bytes();
        }
      }
    } catch (NoSuchFileException e) {
      // Another run cleans at the same time: what it deletes need not be deleted here.
      return;
    } catch (IOException e) {
      throw new AssayException(
          root + " cannot be cleaned: " + e + "; delete it, or set assay.cache.dir", e);
    }
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      long bytes = 0;
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    }
  }

  private static void deleteFolder(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
