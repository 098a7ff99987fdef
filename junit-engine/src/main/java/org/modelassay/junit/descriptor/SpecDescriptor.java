package org.modelassay.junit.descriptor;

import static java.util.stream.Collectors.toCollection;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

/**
 * A spec class. It has a class source: without one, Surefire counts none of its tests and stays
 * green.
 */
public final class SpecDescriptor extends AbstractTestDescriptor {
  /** Type of its segment in unique ids; the value is the binary name of the class. */
  public static final String SEGMENT = "spec";

  private final SpecDefinition spec;
  private final List<CheckDefinition> checks;

  /**
   * Creates a node without children.
   *
   * @param parentId id of the engine's node, which need not be a root
   * @param spec the spec
   * @param checks its checks
   */
  public SpecDescriptor(UniqueId parentId, SpecDefinition spec, List<CheckDefinition> checks) {
    super(
        parentId.append(SEGMENT, spec.type().getName()),
        spec.displayName(),
        ClassSource.from(spec.type()));
    this.spec = spec;
    this.checks = List.copyOf(checks);
  }

  /** Its checks, selected or not. */
  public List<CheckDefinition> checks() {
    return checks;
  }

  /** The child for the check on a method; none when there is no such check. */
  public Optional<AbstractTestDescriptor> child(String method) {
    return checks.stream()
        .filter(check -> check.id().method().equals(method))
        .findFirst()
        .map(
            check ->
                check.candidates().size() > 1
                    ? new CheckDescriptor(getUniqueId(), check)
                    : LeafDescriptor.ofCheck(getUniqueId(), check));
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public String getLegacyReportingName() {
    return spec.type().getName();
  }

  @Override
  public Set<TestTag> getTags() {
    return tags(spec.tags());
  }

  static Set<TestTag> tags(List<String> names) {
    return names.stream().map(TestTag::create).collect(toCollection(LinkedHashSet::new));
  }
}
