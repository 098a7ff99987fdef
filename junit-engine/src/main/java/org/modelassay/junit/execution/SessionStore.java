package org.modelassay.junit.execution;

import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.PreconditionViolationException;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.evaluation.Session;

/**
 * What outlives a run: the session with its loaded models, and who is told of progress. Both stand
 * in the launcher session's store, which closes the session at its end; where there is no store,
 * each run has a session of its own.
 */
public final class SessionStore {
  private static final Namespace NAMESPACE = Namespace.create("org.modelassay");

  private final @Nullable NamespacedHierarchicalStore<Namespace> store;
  private final Session session;

  SessionStore(ExecutionRequest request) {
    this.store = storeOf(request);
    this.session = store == null ? new Session() : sessionIn(store);
  }

  /**
   * Has the runs of a launcher session tell of their progress.
   *
   * @param store store of the launcher session
   * @param progress told how far readings are
   */
  public static void report(NamespacedHierarchicalStore<Namespace> store, RunProgress progress) {
    store.put(NAMESPACE, RunProgress.class, progress);
  }

  Session session() {
    return session;
  }

  RunProgress progress() {
    RunProgress progress =
        store == null ? null : store.get(NAMESPACE, RunProgress.class, RunProgress.class);
    return progress == null ? RunProgress.NONE : progress;
  }

  /** Closes the session where nobody else will. */
  void endOfRun() {
    if (store == null) {
      session.close();
    }
  }

  /** Not by computeIfAbsent, which JUnit Platform 6.0 brought; what it replaces is deprecated. */
  private static Session sessionIn(NamespacedHierarchicalStore<Namespace> store) {
    Session stored = store.get(NAMESPACE, Session.class, Session.class);
    if (stored != null) {
      return stored;
    }
    Session created = new Session();
    store.put(NAMESPACE, Session.class, created);
    return created;
  }

  /** The launcher session's store; a request's own one is closed with the request. */
  private static @Nullable NamespacedHierarchicalStore<Namespace> storeOf(
      ExecutionRequest request) {
    try {
      NamespacedHierarchicalStore<Namespace> ofRequest = request.getStore();
      return ofRequest.getParent().orElse(ofRequest);
    } catch (PreconditionViolationException none) {
      return null;
    }
  }
}
