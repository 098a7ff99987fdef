package org.modelassay.maven;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The user's cache directory, by the custom of the system. */
final class UserCache {
  private UserCache() {}

  static Path directory(String os, String home, Map<String, String> environment) {
    String system = os.toLowerCase(Locale.ROOT);
    if (system.startsWith("mac")) {
      return Path.of(home, "Library", "Caches", "assay");
    }
    if (system.startsWith("windows")) {
      String local = environment.get("LOCALAPPDATA");
      return local == null ? Path.of(home, "AppData", "Local", "assay") : Path.of(local, "assay");
    }
    String xdg = environment.get("XDG_CACHE_HOME");
    return xdg == null || xdg.isEmpty() ? Path.of(home, ".cache", "assay") : Path.of(xdg, "assay");
  }
}
