package org.modelassay.junit;

import java.util.Optional;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.modelassay.junit.descriptor.RunContext;
import org.modelassay.junit.discovery.Discovery;
import org.modelassay.junit.execution.AssayRun;
import org.modelassay.junit.execution.RunFactory;

/**
 * The engine that runs model specs on the JUnit Platform; its id is {@code assay}.
 *
 * <p>The platform finds it by itself. It runs sequentially, prints nothing, and reads its settings
 * from the configuration parameters {@code assay.…}.
 *
 * @see ModelSpec
 */
public final class AssayTestEngine extends HierarchicalTestEngine<RunContext> {
  /** The engine's id. */
  public static final String ID = "assay";

  private final RunFactory runs;

  /** Called by the platform. */
  public AssayTestEngine() {
    this(RunFactory.EVALUATION);
  }

  AssayTestEngine(RunFactory runs) {
    this.runs = runs;
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public Optional<String> getGroupId() {
    return Optional.of("org.modelassay");
  }

  @Override
  public Optional<String> getArtifactId() {
    return Optional.of("assay-junit-engine");
  }

  @Override
  public Optional<String> getVersion() {
    return Optional.of(
        Optional.ofNullable(AssayTestEngine.class.getPackage().getImplementationVersion())
            .orElse("development"));
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
    return Discovery.discover(request, uniqueId);
  }

  @Override
  protected RunContext createExecutionContext(ExecutionRequest request) {
    return new AssayRun(request, runs);
  }
}
