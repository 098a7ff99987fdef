package org.modelassay.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.ConfigurationParameters;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.modelassay.evaluation.RunProgress;
import org.modelassay.junit.execution.SessionStore;
import org.modelassay.junit.specs.AnswersSpec;

/** Models stay loaded from run to run of one launcher session. */
class SessionTest {
  private final FakeRuns runs = new FakeRuns();

  @Test
  void theRunsOfALauncherSessionShareASession() {
    RunProgress progress = (step, run) -> {};
    try (LauncherSession launcher = Engines.session(Engines.with(runs))) {
      SessionStore.report(launcher.getStore(), progress);
      execute(launcher);
      execute(launcher);
    }
    try (LauncherSession launcher = Engines.session(Engines.with(runs))) {
      execute(launcher);
    }

    assertThat(runs.sessions).hasSize(3);
    assertThat(runs.sessions.get(1)).isSameAs(runs.sessions.get(0));
    assertThat(runs.sessions.get(2)).isNotSameAs(runs.sessions.get(0));
  }

  @Test
  void progressIsToldToWhoeverAskedInTheSession() {
    RunProgress progress = (step, run) -> {};
    try (LauncherSession launcher = Engines.session(Engines.with(runs))) {
      execute(launcher);
      assertThat(runs.progress).isSameAs(RunProgress.NONE);
      SessionStore.report(launcher.getStore(), progress);
      execute(launcher);
      assertThat(runs.progress).isSameAs(progress);
    }
  }

  @Test
  @SuppressWarnings("deprecation") // The only way to have a request without a store.
  void aPlatformWithoutAStoreWorksToo() {
    AssayTestEngine engine = new AssayTestEngine(runs);
    TestDescriptor root = engine.discover(request(), UniqueId.forEngine("assay"));

    engine.execute(
        ExecutionRequest.create(root, new EngineExecutionListener() {}, new NoParameters()));

    assertThat(runs.recorded).hasSize(4);
    assertThat(runs.sessions).hasSize(1);
  }

  private static void execute(LauncherSession launcher) {
    launcher.getLauncher().execute(LauncherExecutionRequestBuilder.request(request()).build());
  }

  private static LauncherDiscoveryRequest request() {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(selectClass(AnswersSpec.class))
        .build();
  }

  private static final class NoParameters implements ConfigurationParameters {
    @Override
    public java.util.Optional<String> get(String key) {
      return java.util.Optional.empty();
    }

    @Override
    public java.util.Optional<Boolean> getBoolean(String key) {
      return java.util.Optional.empty();
    }

    @Override
    public java.util.Set<String> keySet() {
      return java.util.Set.of();
    }
  }
}
