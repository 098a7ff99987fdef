package org.modelassay.model;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.modelassay.AssayException;
import org.modelassay.model.hub.Hub;
import org.modelassay.model.hub.HubModel;
import org.modelassay.model.hub.HubReference;

/** Finds where a model lies that a spec or an adapter names: a path, or {@code hf:org/name@rev}. */
public final class ModelLocator {
  private final Path base;
  private final Hub hub;

  /**
   * A locator.
   *
   * @param base directory that relative paths start from
   * @param hub finds models of the hub
   */
  public ModelLocator(Path base, Hub hub) {
    this.base = base;
    this.hub = hub;
  }

  /**
   * Where a model lies.
   *
   * @param path directory or file; need not exist
   * @param commit of the hub, empty for a path
   */
  public record Place(Path path, String commit) {}

  /**
   * Finds a model.
   *
   * @throws AssayException when the location is none, or the model is not on this machine and may
   *     not or cannot be downloaded
   */
  public Place locate(String location) {
    if (location.startsWith(HubReference.SCHEME)) {
      HubModel model = hub.resolve(HubReference.parse(location));
      return new Place(model.path(), model.commit());
    }
    try {
      return new Place(base.resolve(location).normalize(), "");
    } catch (InvalidPathException e) {
      throw new AssayException(
          "model '" + location + "' is neither a path nor hf:org/name@revision: " + e.getReason(),
          e);
    }
  }
}
