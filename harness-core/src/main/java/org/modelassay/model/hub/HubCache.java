package org.modelassay.model.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;

/**
 * One model's folder in the hub cache, in the layout of {@code huggingface_hub}:
 *
 * <pre>
 * models--org--name/refs/main                  the commit that main stood for
 *                  /blobs/DIGEST               what files hold
 *                  /snapshots/COMMIT/NAME      links to blobs
 *                  /trees/COMMIT.json          all names of a commit, when Python listed them
 * .locks/models--org--name/                    lock files
 * </pre>
 */
final class HubCache {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long POLL_MILLISECONDS = 200;
  private static final long LONGEST_TREE = 64 << 20;

  private final HubReference reference;
  private final Path repository;
  private final Path lock;

  /** The folder of a reference's model in a cache. */
  HubCache(Path cache, HubReference reference) {
    String folder = "models--" + reference.repository().replace("/", "--");
    this.reference = reference;
    this.repository = cache.resolve(folder);
    // Not the locks of huggingface_hub: those exclude one file each, by flock, which Java has not.
    this.lock = cache.resolve(".locks").resolve(folder).resolve("assay.lock");
  }

  /**
   * What the cache has of a model.
   *
   * @param model the model, or null when something lacks
   * @param lacking what, in words; empty when nothing does
   */
  record Local(@Nullable HubModel model, String lacking) {
    private static Local lacking(String what) {
      return new Local(null, what);
    }
  }

  /** Looks whether the model is here, whole as far as can be known without asking the hub. */
  Local look() {
    try {
      if (!Files.isDirectory(repository)) {
        return Local.lacking("there is no folder " + repository);
      }
      Optional<String> commit = commit();
      if (commit.isEmpty()) {
        return Local.lacking("there is no file " + ref());
      }
      Path snapshot = snapshot(commit.get());
      if (!Files.isDirectory(snapshot)) {
        return Local.lacking("there is no folder " + snapshot);
      }
      NeededFiles wanted = NeededFiles.of(names(commit.get(), snapshot), reference.file());
      if (!wanted.objection().isEmpty()) {
        return Local.lacking(snapshot + " " + wanted.objection());
      }
      var names = new TreeSet<>(wanted.names());
      Path index = snapshot.resolve(NeededFiles.INDEX);
      if (names.contains(NeededFiles.INDEX) && Files.exists(index)) {
        names.addAll(NeededFiles.shards(index));
      }
      names.removeIf(name -> Files.isRegularFile(snapshot.resolve(name)));
      return names.isEmpty()
          ? new Local(new HubModel(reference, commit.get(), snapshot), "")
          : Local.lacking(snapshot + " lacks " + String.join(", ", names));
    } catch (IOException e) {
      throw new AssayException(
          reference + ": the hub cache " + repository + " cannot be read: " + AtomicFile.reason(e),
          e);
    }
  }

  private Path ref() {
    return repository.resolve("refs").resolve(reference.revision());
  }

  private Path snapshot(String commit) {
    return repository.resolve("snapshots").resolve(commit);
  }

  private Optional<String> commit() throws IOException {
    if (reference.isCommit()) {
      return Optional.of(reference.revision());
    }
    if (!Files.isRegularFile(ref())) {
      return Optional.empty();
    }
    String commit = Files.size(ref()) > 100 ? "" : Files.readString(ref()).strip();
    if (!HubReference.isCommit(commit)) {
      throw new AssayException(
          ref() + ": is damaged: expected a commit of 40 hex digits; delete it and download again");
    }
    return Optional.of(commit);
  }

  /** The names of the commit's files where Python kept them, else of those that are here. */
  private Collection<String> names(String commit, Path snapshot) throws IOException {
    Path tree = repository.resolve("trees").resolve(commit + ".json");
    if (Files.isRegularFile(tree) && Files.size(tree) <= LONGEST_TREE) {
      JsonNode files = JSON.readTree(Files.readAllBytes(tree)).path("files");
      if (files.isObject() && !files.isEmpty()) {
        var names = new TreeSet<String>();
        files.fieldNames().forEachRemaining(names::add);
        return names;
      }
    }
    // What a model needs lies two folders deep at most; a file that was named may lie deeper.
    int depth = Math.max(2, reference.file().split("/").length);
    try (Stream<Path> files = Files.walk(snapshot, depth)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }

  /** Where a blob lies, or will. */
  Path blob(RemoteFile file) {
    return repository.resolve("blobs").resolve(file.digest());
  }

  /**
   * Where a blob grows. Not the name that huggingface_hub uses: no lock keeps it away from ours.
   */
  Path incomplete(RemoteFile file) {
    return repository.resolve("blobs").resolve(file.digest() + ".assay.incomplete");
  }

  /** Whether a file's bytes are here, as a blob or in the commit's snapshot. */
  boolean has(String commit, RemoteFile file) throws IOException {
    return isThere(blob(file), file) || isThere(snapshot(commit).resolve(file.name()), file);
  }

  /** Where a file's bytes are: in the snapshot itself where the system has no links. */
  Path place(String commit, RemoteFile file) throws IOException {
    return isThere(blob(file), file) ? blob(file) : snapshot(commit).resolve(file.name());
  }

  private static boolean isThere(Path path, RemoteFile file) throws IOException {
    return Files.isRegularFile(path) && Files.size(path) == file.size();
  }

  /** Creates the folder of blobs and sees that its disk has room. */
  void makeRoom(long bytes) throws IOException {
    Path blobs = Files.createDirectories(repository.resolve("blobs"));
    FileStore disk = Files.getFileStore(blobs);
    // Some network disks do not know their size and say 0.
    if (disk.getTotalSpace() > 0 && disk.getUsableSpace() < bytes) {
      throw new AssayException(
          reference
              + ": "
              + bytes
              + " bytes are missing and "
              + blobs
              + " has room for "
              + disk.getUsableSpace()
              + "; free space, or name another disk by HF_HUB_CACHE");
    }
  }

  /**
   * Gives a blob its name in a snapshot: a relative link as huggingface_hub makes it, or a hard
   * link or a copy where the system has none (Windows without developer mode).
   */
  void link(String commit, RemoteFile file) throws IOException {
    Path name = snapshot(commit).resolve(file.name());
    if (isThere(name, file)) {
      return;
    }
    Path folder = Files.createDirectories(name.resolveSibling(""));
    Path temporary = folder.resolve("." + name.getFileName() + ".assay.tmp");
    Files.deleteIfExists(temporary);
    try {
      Files.createSymbolicLink(temporary, folder.relativize(blob(file)));
    } catch (IOException | UnsupportedOperationException e) {
      hardLinkOrCopy(blob(file), temporary);
    }
    Files.move(temporary, name, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void hardLinkOrCopy(Path blob, Path name) throws IOException {
    try {
      Files.createLink(name, blob);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(blob, name);
    }
  }

  /** Keeps what commit a branch or tag stands for. */
  void keepRef(String commit) {
    if (!reference.isCommit()) {
      // No line end: huggingface_hub takes the text as it is.
      AtomicFile.write(ref(), out -> out.write(commit.getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /**
   * Runs alone among all who download this model by Assay, in this process and in others; waits for
   * them.
   */
  HubModel alone(Work work) throws IOException, InterruptedException {
    Files.createDirectories(lock.resolveSibling(""));
    try (FileChannel channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Polled, as a second thread of a process is refused where a second process would wait. The
      // channel's end frees the lock; the file stays, as removing it would let two hold it.
      while (!held(channel)) {
        Thread.sleep(POLL_MILLISECONDS);
      }
      return work.run();
    }
  }

  private static boolean held(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** What is done alone. */
  @FunctionalInterface
  interface Work {
    HubModel run() throws IOException, InterruptedException;
  }
}
