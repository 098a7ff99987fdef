package org.modelassay.model.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream that fails when nothing comes for a while: Java's HTTP client waits for a body for ever.
 */
final class UnsilentStream extends FilterInputStream {
  private final Duration silence;
  private final Executor later;
  private final AtomicLong reads = new AtomicLong();
  private volatile boolean closed;
  private volatile boolean silent;

  UnsilentStream(InputStream in, Duration silence) {
    super(in);
    this.silence = silence;
    this.later = CompletableFuture.delayedExecutor(silence.toMillis(), TimeUnit.MILLISECONDS);
    watch();
  }

  private void watch() {
    long before = reads.get();
    later.execute(
        () -> {
          if (closed) {
            return;
          }
          if (reads.get() != before) {
            watch();
            return;
          }
          silent = true;
          try {
            // Wakes the reader.
            in.close();
          } catch (IOException e) {
            // The reader learns of it by its own read.
          }
        });
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = super.read(bytes, offset, length);
      if (!silent) {
        reads.incrementAndGet();
        return count;
      }
    } catch (IOException e) {
      if (!silent) {
        throw e;
      }
    }
    throw new IOException("nothing came for " + silence.toSeconds() + " s");
  }

  @Override
  public void close() throws IOException {
    closed = true;
    super.close();
  }
}
