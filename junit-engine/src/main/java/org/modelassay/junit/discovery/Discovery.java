package org.modelassay.junit.discovery;

import java.util.Comparator;
import java.util.List;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.discovery.DiscoveryIssueReporter;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.modelassay.junit.descriptor.AssayEngineDescriptor;
import org.modelassay.junit.descriptor.LeafDescriptor;

/**
 * From a discovery request to the test tree.
 *
 * <p>Reads annotations and nothing else: no file, no model, no configuration parameter. It is
 * called often (Surefire calls it for every class that it scans, without the parameters of the
 * run).
 */
public final class Discovery {
  private static final EngineDiscoveryRequestResolver<AssayEngineDescriptor> RESOLVER =
      EngineDiscoveryRequestResolver.<AssayEngineDescriptor>builder()
          .addClassContainerSelectorResolver(SpecReader::concerns)
          .addSelectorResolver(
              context -> new SpecResolver(context.getClassNameFilter(), context.getIssueReporter()))
          .addTestDescriptorVisitor(
              context -> descriptor -> descriptor.orderChildren(Discovery::ordered))
          .build();

  private Discovery() {}

  /**
   * Resolves a request.
   *
   * @param request the request
   * @param uniqueId the engine's id as the platform hands it in; a suite nests it
   */
  public static TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
    AssayEngineDescriptor root = new AssayEngineDescriptor(uniqueId);
    RESOLVER.resolve(
        request,
        root,
        DiscoveryIssueReporter.deduplicating(
            DiscoveryIssueReporter.forwarding(request.getDiscoveryListener(), uniqueId)));
    return root;
  }

  /** By name, candidates as declared: reflection's order and a folder's differ between machines. */
  private static List<TestDescriptor> ordered(List<TestDescriptor> children) {
    children.sort(
        Comparator.<TestDescriptor>comparingInt(
                it -> it instanceof LeafDescriptor leaf ? leaf.index() : 0)
            .thenComparing(it -> it.getUniqueId().getLastSegment().getValue()));
    return children;
  }
}
