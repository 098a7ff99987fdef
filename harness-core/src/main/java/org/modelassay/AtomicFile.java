package org.modelassay;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that are either whole or as they were, whatever happens while they are written. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes what a file holds. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; may leave the stream open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file under a temporary name in its folder, forces it to the disk and gives it its
   * name. Folders that are missing are created.
   *
   * @param file the file; replaced when it is there
   * @param content what it holds
   * @throws AssayException that names the file and the remedy when it cannot be written
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new AssayException(file + ": cannot be written: it is no file name. Name a file.");
    }
    // Not Files.createTempFile: that would leave a file which its owner alone can read.
    Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      Files.createDirectories(folder);
      try {
        writeAndForce(temporary, content);
        move(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new AssayException(
          file
              + ": cannot be written: "
              + reason(e)
              + ". Free space on its disk, see that its folder may be written to, or name another"
              + " file.",
          e);
    }
  }

  private static void writeAndForce(Path file, Content content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      content.writeTo(new Unclosed(out));
      out.flush();
      channel.force(true);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * What went wrong with a file, without the file's name, in words.
   *
   * @param e what was caught
   */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is in the way";
    }
    String message = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return message == null ? e.toString() : message;
  }

  /** A stream that writers may close as they like: it must be forced before it is closed. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
