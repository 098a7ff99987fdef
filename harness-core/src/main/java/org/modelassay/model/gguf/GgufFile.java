package org.modelassay.model.gguf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.model.checkpoint.Checkpoint;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * The metadata of a GGUF file and where its tensors lie. A model split over several files ( {@code
 * NAME-00001-of-00003.gguf}) is opened by its first and read as one.
 */
public final class GgufFile {
  private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

  private final Path file;
  private final List<Path> files;
  private final Map<String, Object> metadata;
  private final Map<String, GgufTensor> tensors;

  private GgufFile(
      Path file, List<Path> files, Map<String, Object> metadata, Map<String, GgufTensor> tensors) {
    this.file = file;
    this.files = List.copyOf(files);
    this.metadata = Collections.unmodifiableMap(metadata);
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /**
   * Reads the header of a file, and those of its other parts.
   *
   * @throws AssayException when it is no GGUF file of version 2 or 3, is cut short, or lies
   */
  public static GgufFile open(Path file) {
    try {
      GgufHeader first = GgufHeader.read(file);
      var tensors = new LinkedHashMap<String, GgufTensor>();
      add(first, tensors);
      var files = new ArrayList<Path>();
      files.add(file);
      long count = whole(first, "split.count", 1);
      if (count > 1) {
        long expected = whole(first, "split.tensors.count", -1);
        for (Path part : others(first, count)) {
          GgufHeader header = GgufHeader.read(part);
          check(header, "split.count", count);
          check(header, "split.no", files.size());
          add(header, tensors);
          files.add(part);
        }
        if (expected >= 0 && expected != tensors.size()) {
          throw new AssayException(
              file
                  + ": split.tensors.count is "
                  + expected
                  + ", the "
                  + count
                  + " parts hold "
                  + tensors.size()
                  + " tensors");
        }
      }
      return new GgufFile(file, files, first.metadata(), tensors);
    } catch (IOException e) {
      throw new AssayException(file + " cannot be read: " + e, e);
    }
  }

  /** Whether a file is a later part of a split model, which is opened by its first. */
  public static boolean isLaterPart(Path file) {
    Matcher name = PART.matcher(file.getFileName().toString());
    return name.matches() && !name.group(2).equals("00001");
  }

  /** The files of the parts after the first. */
  private static List<Path> others(GgufHeader first, long count) {
    Path file = first.file();
    Matcher name = PART.matcher(file.getFileName().toString());
    if (!name.matches() || Long.parseLong(name.group(3)) != count) {
      throw new AssayException(
          file
              + " is a part of a model split over "
              + count
              + " files, which are found by their names: NAME-00001-of-"
              + String.format(Locale.ROOT, "%05d", count)
              + ".gguf and so on");
    }
    if (whole(first, "split.no", 0) != 0) {
      throw new AssayException(
          file
              + " is a later part of a model split over "
              + count
              + " files: name the first, "
              + name.group(1)
              + "-00001-of-"
              + name.group(3)
              + ".gguf");
    }
    var parts = new ArrayList<Path>();
    for (long i = 2; i <= count; i++) {
      Path part =
          file.resolveSibling(
              String.format(Locale.ROOT, "%s-%05d-of-%s.gguf", name.group(1), i, name.group(3)));
      if (!Files.exists(part)) {
        throw new AssayException(
            part + " is missing; " + file.getFileName() + " is one of " + count + " parts");
      }
      parts.add(part);
    }
    return parts;
  }

  private static void add(GgufHeader header, Map<String, GgufTensor> tensors) {
    for (GgufTensor tensor : header.tensors()) {
      GgufTensor other = tensors.putIfAbsent(tensor.name(), tensor);
      if (other != null) {
        throw new AssayException(
            header.file()
                + ": tensor "
                + tensor.name()
                + " is also in "
                + other.file().getFileName());
      }
    }
  }

  private static void check(GgufHeader part, String key, long expected) {
    long value = whole(part, key, -1);
    if (value != expected) {
      throw new AssayException(
          part.file() + ": " + key + " is " + value + ", expected " + expected);
    }
  }

  private static long whole(GgufHeader header, String key, long otherwise) {
    Object value = header.metadata().get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Long number) {
      return number;
    }
    throw new AssayException(
        header.file() + ": " + key + " is " + value + ", expected a whole number");
  }

  /** The file, the first of a split model. */
  public Path file() {
    return file;
  }

  /** All files of the model. */
  public List<Path> files() {
    return files;
  }

  /**
   * The metadata by key, in the file's order: {@code String}, {@code Boolean}, {@code Long} ({@code
   * BigInteger} where that is too small), {@code Double}, or an unmodifiable {@code List} of them.
   */
  public Map<String, Object> metadata() {
    return metadata;
  }

  /** The values of the tensors by the file's own names, as they are stored. */
  public Checkpoint checkpoint() {
    var sources = new LinkedHashMap<String, TensorSource>();
    tensors.forEach((name, tensor) -> sources.put(name, tensor.source(name)));
    return new Checkpoint(sources, files);
  }

  /** The tensors, in the order of the file. */
  Collection<GgufTensor> tensors() {
    return tensors.values();
  }

  /** Whether there is a tensor of a name. */
  boolean has(String tensor) {
    return tensors.containsKey(tensor);
  }

  /** The tensor of a name, or null. */
  @Nullable GgufTensor tensor(String name) {
    return tensors.get(name);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
