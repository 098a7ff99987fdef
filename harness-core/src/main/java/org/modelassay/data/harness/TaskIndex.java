package org.modelassay.data.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.data.file.Utf8File;

/**
 * What the names in a group stand for: tasks, groups and tags of the task files in a folder and
 * below it, those nearer to it first. Files that are no such are left out.
 */
final class TaskIndex {
  private static final int DEEPEST = 8;

  private final Map<String, TaskSettings> named = new TreeMap<>();
  private final Map<String, Map<String, TaskSettings>> tagged = new TreeMap<>();

  /** Reads the files in the folder of a file. */
  TaskIndex(Path file) {
    Path folder = file.resolveSibling("");
    try (Stream<Path> walk = Files.walk(folder, DEEPEST)) {
      walk.filter(TaskFile::isYaml)
          .sorted(Comparator.comparing(Path::getNameCount).thenComparing(Path::toString))
          .forEach(this::add);
    } catch (IOException | UncheckedIOException e) {
      throw Utf8File.unreadable(file, "a folder of task files", e);
    }
  }

  private void add(Path file) {
    TaskSettings settings;
    try {
      settings = TaskSettings.read(file);
    } catch (AssayException e) {
      // A folder may hold files of other kinds; a name that is then missing is told.
      return;
    }
    boolean group = settings.has("group");
    if (settings.get(group ? "group" : "task") instanceof String name
        && named.putIfAbsent(name, settings) == null
        && !group) {
      Object tags = settings.get("tag");
      for (Object tag : tags instanceof List<?> list ? list : Stream.ofNullable(tags).toList()) {
        tagged.computeIfAbsent(String.valueOf(tag), key -> new TreeMap<>()).put(name, settings);
      }
    }
  }

  /** The task or group of a name, or the tasks that have it as a tag; none when there is none. */
  Map<String, TaskSettings> get(String name) {
    TaskSettings one = named.get(name);
    return one == null ? tagged.getOrDefault(name, Map.of()) : Map.of(name, one);
  }

  /** All names. */
  Set<String> names() {
    return named.keySet();
  }
}
