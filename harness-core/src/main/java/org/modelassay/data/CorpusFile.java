package org.modelassay.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;

/** A corpus on disk that is read when it is first wanted, and once. */
public final class CorpusFile {
  private final Path path;
  private @Nullable Corpus corpus;

  /** Names a corpus; reads nothing yet. */
  public CorpusFile(Path path) {
    this.path = path;
  }

  /**
   * The corpus.
   *
   * @throws AssayException as {@link Corpus#read} does, at every call
   */
  public Corpus read() {
    Corpus read = corpus;
    if (read == null) {
      read = Corpus.read(path);
      corpus = read;
    }
    return read;
  }

  /** Its path, as it was given. */
  @Override
  public String toString() {
    return path.toString();
  }
}
