package org.modelassay.junit.descriptor;

import java.util.Set;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.hierarchical.Node;

/** A check on one candidate, or on none: what runs and is counted. */
public final class LeafDescriptor extends AbstractTestDescriptor implements Node<RunContext> {
  /** Type of a candidate's segment in unique ids; the value is the candidate's name. */
  public static final String SEGMENT = "candidate";

  private final CheckDefinition check;
  private final String candidate;
  private final int index;
  private final String legacyName;

  private LeafDescriptor(
      UniqueId id,
      String displayName,
      CheckDefinition check,
      String candidate,
      int index,
      String legacyName) {
    super(id, displayName, CheckDescriptor.source(check));
    this.check = check;
    this.candidate = candidate;
    this.index = index;
    this.legacyName = legacyName;
  }

  static LeafDescriptor ofCheck(UniqueId parentId, CheckDefinition check) {
    return new LeafDescriptor(
        parentId.append(CheckDescriptor.SEGMENT, check.id().method()),
        check.displayName(),
        check,
        check.candidates().isEmpty() ? "" : check.candidates().get(0),
        0,
        check.id().method() + "()");
  }

  static LeafDescriptor ofCandidate(
      UniqueId parentId, CheckDefinition check, String candidate, int index) {
    return new LeafDescriptor(
        parentId.append(SEGMENT, candidate),
        candidate,
        check,
        candidate,
        index,
        check.id().method() + "(" + candidate + ")[" + index + "]");
  }

  /** The check. */
  public CheckDefinition check() {
    return check;
  }

  /** Name of the candidate, empty when the baseline stands alone. */
  public String candidate() {
    return candidate;
  }

  /** Place of the candidate in the spec, from 1; 0 when the leaf is the check itself. */
  public int index() {
    return index;
  }

  @Override
  public Type getType() {
    return Type.TEST;
  }

  /** Unique in its spec: Surefire takes it into its XML for the name. */
  @Override
  public String getLegacyReportingName() {
    return legacyName;
  }

  @Override
  public Set<TestTag> getTags() {
    return SpecDescriptor.tags(check.tags());
  }

  @Override
  public RunContext execute(RunContext context, DynamicTestExecutor dynamicTests) throws Exception {
    context.execute(this);
    return context;
  }
}
