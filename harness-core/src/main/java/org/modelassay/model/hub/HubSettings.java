package org.modelassay.model.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.HubDirectory;

/**
 * The environment variables that {@code huggingface_hub} documents, with its defaults. An empty
 * variable counts as none. Nothing is read before it is asked for: a bad endpoint is no matter to a
 * model that is here.
 */
final class HubSettings {
  private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

  private final Map<String, String> environment;

  HubSettings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  private @Nullable String get(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The folder that holds {@code models--org--name}. */
  Path cache() {
    return HubDirectory.cache(environment);
  }

  /** Whether downloads are forbidden whoever asks for them. */
  boolean offline() {
    String offline = get("HF_HUB_OFFLINE");
    return offline != null && TRUE.contains(offline.toUpperCase(Locale.ROOT));
  }

  /** The hub's address, without a slash at its end. */
  URI endpoint() {
    String endpoint = get("HF_ENDPOINT");
    if (endpoint == null) {
      endpoint = "https://huggingface.co";
    }
    try {
      URI uri = new URI(endpoint.replaceFirst("/+$", ""));
      boolean http =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      if (http
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, as every other address that is none.
    }
    throw new AssayException(
        "HF_ENDPOINT '"
            + endpoint
            + "' is no address of a hub; expected such as https://huggingface.co");
  }

  /** The token that opens private and gated models, or null. Never to be printed. */
  @Nullable String token() {
    String token = get("HF_TOKEN");
    String origin = "HF_TOKEN";
    if (token == null) {
      String named = get("HF_TOKEN_PATH");
      Path file =
          named == null
              ? HubDirectory.home(environment).resolve("token")
              : HubDirectory.path(environment, named);
      origin = file.toString();
      try {
        token = Files.readString(file).strip();
      } catch (NoSuchFileException e) {
        return null;
      } catch (IOException e) {
        throw new AssayException(
            file + ": the hub's token cannot be read: " + AtomicFile.reason(e) + "; set HF_TOKEN",
            e);
      }
    }
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new AssayException(
          origin
              + " holds no token of the hub: it has spaces or other characters that no token has");
    }
    return token.isEmpty() ? null : token;
  }
}
