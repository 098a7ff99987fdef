package org.modelassay.model.hub;

import java.nio.file.Path;

/**
 * A model of the hub that is on this machine.
 *
 * @param reference how it was named
 * @param commit the commit that the revision stood for, 40 hex digits; what a record should keep
 * @param directory the snapshot of that commit in the hub cache
 */
public record HubModel(HubReference reference, String commit, Path directory) {
  /** What to open: the directory, or the file in it that was named. */
  public Path path() {
    return reference.file().isEmpty() ? directory : directory.resolve(reference.file());
  }
}
