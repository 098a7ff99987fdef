package org.modelassay.junit.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.modelassay.AssayException;

/**
 * Leaves out what {@code assay.spec} does not name, as Surefire's {@code -Dtest} does.
 *
 * <p>A comma-separated list of {@code Class}, {@code Class#method} and {@code Class#method+other};
 * a class by its simple or full name, {@code *} and {@code ?} as wildcards, {@code !} before an
 * entry that is left out.
 */
final class SpecFilter implements PostDiscoveryFilter {
  private final List<Entry> included = new ArrayList<>();
  private final List<Entry> excluded = new ArrayList<>();

  /**
   * Reads a filter.
   *
   * @throws AssayException when an entry is empty
   */
  SpecFilter(String text) {
    for (String part : text.split(",", -1)) {
      String entry = part.strip();
      boolean exclusion = entry.startsWith("!");
      (exclusion ? excluded : included).add(Entry.of(exclusion ? entry.substring(1) : entry, text));
    }
  }

  @Override
  public FilterResult apply(TestDescriptor descriptor) {
    if (!descriptor.isTest()) {
      // The platform drops containers whose tests are gone.
      return FilterResult.included("container");
    }
    boolean named = included.isEmpty() || included.stream().anyMatch(it -> it.matches(descriptor));
    return FilterResult.includedIf(
        named && excluded.stream().noneMatch(it -> it.matches(descriptor)));
  }

  /**
   * One entry.
   *
   * @param type pattern of the class
   * @param full whether it is of the full name
   * @param methods patterns of the methods, empty for all
   */
  private record Entry(Pattern type, boolean full, List<Pattern> methods) {
    static Entry of(String entry, String all) {
      int hash = entry.indexOf('#');
      String type = hash < 0 ? entry : entry.substring(0, hash);
      String methods = hash < 0 ? "" : entry.substring(hash + 1);
      if (type.isBlank() || (hash >= 0 && methods.isBlank())) {
        throw new AssayException(
            "assay.spec=" + all + " has an empty entry; write Class or Class#method");
      }
      List<Pattern> patterns = new ArrayList<>();
      if (!methods.isBlank()) {
        for (String method : methods.split("\\+", -1)) {
          patterns.add(pattern(method));
        }
      }
      return new Entry(pattern(type), type.contains("."), patterns);
    }

    boolean matches(TestDescriptor descriptor) {
      return descriptor
          .getSource()
          .flatMap(
              source -> {
                if (source instanceof MethodSource method) {
                  return Optional.of(matches(method.getClassName(), method.getMethodName()));
                }
                return source instanceof ClassSource type
                    ? Optional.of(matches(type.getClassName(), ""))
                    : Optional.empty();
              })
          .orElse(false);
    }

    private boolean matches(String className, String method) {
      String simple = className.substring(className.lastIndexOf('.') + 1);
      return type.matcher(full ? className : simple).matches()
          && (methods.isEmpty() || methods.stream().anyMatch(it -> it.matcher(method).matches()));
    }

    private static Pattern pattern(String wildcards) {
      StringBuilder regex = new StringBuilder();
      wildcards
          .strip()
          .codePoints()
          .forEach(
              point ->
                  regex.append(
                      switch (point) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(Character.toString(point));
                      }));
      return Pattern.compile(regex.toString());
    }
  }
}
