package org.modelassay.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.testkit.engine.EngineDiscoveryResults;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.modelassay.junit.execution.RunFactory;

/** Ways to run the engine in a test. */
public final class Engines {
  private Engines() {}

  /** The engine with another evaluation. */
  public static TestEngine with(RunFactory runs) {
    return new AssayTestEngine(runs);
  }

  /** A launcher session with this engine alone. */
  public static LauncherSession session(TestEngine engine) {
    return LauncherFactory.openSession(
        LauncherConfig.builder()
            .enableTestEngineAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .enableTestExecutionListenerAutoRegistration(false)
            .enablePostDiscoveryFilterAutoRegistration(false)
            .addTestEngines(engine)
            .build());
  }

  static EngineDiscoveryResults discover(DiscoverySelector... selectors) {
    return EngineTestKit.engine(new AssayTestEngine()).selectors(selectors).discover();
  }

  static EngineDiscoveryResults discover(Class<?>... types) {
    return discover(Stream.of(types).map(it -> selectClass(it)).toArray(DiscoverySelector[]::new));
  }

  static EngineExecutionResults execute(RunFactory runs, DiscoverySelector... selectors) {
    return EngineTestKit.engine(with(runs)).selectors(selectors).execute();
  }

  /** Ids below the engine's, in the tree's order. */
  static List<String> ids(TestDescriptor root) {
    List<String> ids = new ArrayList<>();
    int prefix = root.getUniqueId().toString().length();
    root.accept(
        it -> {
          if (it != root) {
            ids.add(it.getUniqueId().toString().substring(prefix));
          }
        });
    return ids;
  }

  /** Display names of what can run, in the tree's order. */
  static List<TestDescriptor> leaves(TestDescriptor root) {
    List<TestDescriptor> leaves = new ArrayList<>();
    root.accept(
        it -> {
          if (it.isTest()) {
            leaves.add(it);
          }
        });
    return leaves;
  }
}
