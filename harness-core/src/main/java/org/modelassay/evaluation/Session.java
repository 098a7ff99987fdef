package org.modelassay.evaluation;

/** Models that stay loaded while a JVM makes several runs. Closing it frees them. */
public final class Session implements AutoCloseable {
  /** Creates an empty session: nothing is loaded, no native library either. */
  public Session() {}

  @Override
  public void close() {}
}
