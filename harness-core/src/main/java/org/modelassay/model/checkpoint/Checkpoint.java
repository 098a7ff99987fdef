package org.modelassay.model.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a checkpoint, whatever it is stored in.
 *
 * @param tensors by name
 * @param files the files that hold them, in order of name
 */
public record Checkpoint(Map<String, TensorSource> tensors, List<Path> files) {
  /** Copies both. */
  public Checkpoint {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    files = List.copyOf(files);
  }
}
