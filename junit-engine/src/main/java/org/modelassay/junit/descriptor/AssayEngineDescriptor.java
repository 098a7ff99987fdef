package org.modelassay.junit.descriptor;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** The root of the engine's tree: one run. */
public final class AssayEngineDescriptor extends EngineDescriptor implements Node<RunContext> {
  /** Creates a root without children, by the id that the platform hands in. */
  public AssayEngineDescriptor(UniqueId uniqueId) {
    super(uniqueId, "Assay");
  }

  @Override
  public RunContext before(RunContext context) {
    List<LeafDescriptor> leaves = new ArrayList<>();
    accept(
        descriptor -> {
          if (descriptor instanceof LeafDescriptor leaf) {
            leaves.add(leaf);
          }
        });
    context.begin(leaves);
    return context;
  }

  @Override
  public void after(RunContext context) throws Exception {
    context.end();
  }
}
