package org.modelassay;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The user's cache directory, by the custom of the system. */
public final class UserCache {
  private UserCache() {}

  /** That of this process. */
  public static Path directory() {
    return directory(
        System.getProperty("os.name"), System.getProperty("user.home"), System.getenv());
  }

  /**
   * That of a system: {@code $XDG_CACHE_HOME/assay} or {@code ~/.cache/assay}, {@code
   * ~/Library/Caches/assay}, {@code %LOCALAPPDATA%\assay}.
   */
  public static Path directory(String os, String home, Map<String, String> environment) {
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
