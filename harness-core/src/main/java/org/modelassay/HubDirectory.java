package org.modelassay;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cache that {@code huggingface_hub} keeps and shares, by its environment variables. */
public final class HubDirectory {
  private HubDirectory() {}

  /**
   * The folder that holds {@code models--org--name} and {@code datasets--org--name}: {@code
   * $HF_HUB_CACHE}, or else {@code hub} in {@link #home}. An empty variable counts as none.
   */
  public static Path cache(Map<String, String> environment) {
    String cache = get(environment, "HF_HUB_CACHE");
    if (cache == null) {
      cache = get(environment, "HUGGINGFACE_HUB_CACHE");
    }
    Path folder = cache == null ? home(environment).resolve("hub") : path(environment, cache);
    return folder.toAbsolutePath().normalize();
  }

  /**
   * {@code $HF_HOME}, or else {@code huggingface} in {@code $XDG_CACHE_HOME} or {@code ~/.cache}.
   */
  public static Path home(Map<String, String> environment) {
    String home = get(environment, "HF_HOME");
    if (home != null) {
      return path(environment, home);
    }
    String xdg = get(environment, "XDG_CACHE_HOME");
    return path(environment, xdg == null ? "~/.cache" : xdg).resolve("huggingface");
  }

  /** A path in which {@code ~} may stand for the user's home. */
  public static Path path(Map<String, String> environment, String value) {
    if (value.equals("~") || value.startsWith("~/")) {
      String home = get(environment, "HOME");
      return Path.of((home == null ? System.getProperty("user.home") : home) + value.substring(1));
    }
    return Path.of(value);
  }

  private static @Nullable String get(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
