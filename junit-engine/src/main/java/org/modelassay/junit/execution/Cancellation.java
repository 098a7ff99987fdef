package org.modelassay.junit.execution;

import java.util.function.BooleanSupplier;
import org.junit.platform.engine.ExecutionRequest;

/** Whether the platform wants the run to end; platforms before 6.0 cannot say. */
final class Cancellation {
  private Cancellation() {}

  static BooleanSupplier of(ExecutionRequest request) {
    try {
      return Token.of(request);
    } catch (LinkageError olderPlatform) {
      return () -> false;
    }
  }

  /** The one class with a call that JUnit Platform 6.0 brought; it links when it is first used. */
  private static final class Token {
    static BooleanSupplier of(ExecutionRequest request) {
      return request.getCancellationToken()::isCancellationRequested;
    }
  }
}
