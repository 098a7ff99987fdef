package org.modelassay.torch;

import ai.djl.engine.EngineException;
import java.io.Serial;
import java.util.Locale;

/** libtorch could not do what it was asked. */
public final class TorchException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final boolean outOfMemory;

  private TorchException(String message, EngineException cause, boolean outOfMemory) {
    super(message, cause);
    this.outOfMemory = outOfMemory;
  }

  static TorchException of(String method, EngineException e) {
    String text = String.valueOf(e.getMessage());
    String low = text.toLowerCase(Locale.ROOT);
    boolean memory = low.contains("out of memory") || low.contains("can't allocate memory");
    return new TorchException(
        memory
            ? "out of memory in " + method + ": " + text
            : "libtorch failed in " + method + ": " + text,
        e,
        memory);
  }

  /** Whether memory was lacking: a smaller batch may pass. */
  public boolean outOfMemory() {
    return outOfMemory;
  }
}
