package org.modelassay.junit.descriptor;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;

/**
 * A check with several candidates. It stays a container when filters take all its leaves: the
 * platform then drops it, and no test appears that never ran.
 */
public final class CheckDescriptor extends AbstractTestDescriptor {
  /** Type of its segment in unique ids, and of a leaf that is a check; the value is the method. */
  public static final String SEGMENT = "check";

  private final CheckDefinition check;

  CheckDescriptor(UniqueId parentId, CheckDefinition check) {
    super(parentId.append(SEGMENT, check.id().method()), check.displayName(), source(check));
    this.check = check;
  }

  /** Names of its candidates, selected or not. */
  public List<String> candidates() {
    return check.candidates();
  }

  /** The child for a candidate; none when there is no such candidate. */
  public Optional<LeafDescriptor> child(String candidate) {
    int index = check.candidates().indexOf(candidate);
    return index < 0
        ? Optional.empty()
        : Optional.of(LeafDescriptor.ofCandidate(getUniqueId(), check, candidate, index + 1));
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public String getLegacyReportingName() {
    return check.id().method() + "()";
  }

  @Override
  public Set<TestTag> getTags() {
    return SpecDescriptor.tags(check.tags());
  }

  /** Of the spec, not of the superclass that declares the method, so that filters find it. */
  static TestSource source(CheckDefinition check) {
    return check.method() == null
        ? ClassSource.from(check.spec().type())
        : MethodSource.from(check.spec().type(), check.method());
  }
}
