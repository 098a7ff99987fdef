package org.modelassay.data.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.modelassay.data.file.Utf8File;

/**
 * A pattern of paths as the library {@code datasets} resolves it: {@code *} and {@code ?} inside a
 * name, {@code [...]} for one of some characters, {@code **} for any folders. Hidden files and
 * folders, and folders that begin with two underscores, are found only by a pattern that names
 * them.
 */
final class Glob {
  /** Far below what a folder of data holds, far above what a walk takes long for. */
  private static final int DEEPEST = 16;

  private final String pattern;
  private final Pattern regex;

  Glob(String pattern) {
    this.pattern = pattern.replaceFirst("^(\\./)+", "");
    regex = Pattern.compile(regex(this.pattern));
  }

  /** Whether a text is a pattern, and no path. */
  static boolean isPattern(String text) {
    return text.contains("*") || text.contains("[") || text.contains("?");
  }

  private static String regex(String pattern) {
    var regex = new StringBuilder();
    List<String> parts = List.of(pattern.split("/", -1));
    for (int i = 0; i < parts.size(); i++) {
      boolean last = i == parts.size() - 1;
      if (parts.get(i).equals("**")) {
        regex.append(last ? ".*" : "(?:.+/)?");
      } else {
        regex.append(name(parts.get(i))).append(last ? "" : "/");
      }
    }
    return regex.toString();
  }

  private static String name(String part) {
    var regex = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      int end = c == '[' ? part.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (end > 0) {
        boolean not = part.charAt(i + 1) == '!';
        String inside = part.substring(i + (not ? 2 : 1), end);
        regex.append(not ? "[^" : "[").append(inside.replaceAll("[\\\\\\[&^]", "\\\\$0"));
        regex.append(']');
        i = end;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  /** The files below a folder that match, by their names; links to files count as files. */
  List<Path> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Map<String, Path> found = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder, DEEPEST)) {
      walk.filter(Files::isRegularFile)
          .forEach(
              file -> {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (regex.matcher(name).matches()
                    && special(name, ".") == special(pattern, ".")
                    && special(parent(name), "__") == special(parent(pattern), "__")) {
                  found.put(name, file);
                }
              });
    } catch (IOException | UncheckedIOException e) {
      throw Utf8File.unreadable(folder, "a folder of data files", e);
    }
    return List.copyOf(found.values());
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  private static long special(String path, String start) {
    return Stream.of(path.split("/")).filter(part -> part.startsWith(start)).count();
  }
}
