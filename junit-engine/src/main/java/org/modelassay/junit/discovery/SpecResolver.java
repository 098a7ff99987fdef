package org.modelassay.junit.discovery;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;
import static org.junit.platform.engine.support.discovery.SelectorResolver.Resolution.unresolved;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoveryIssue;
import org.junit.platform.engine.DiscoveryIssue.Severity;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.discovery.DiscoveryIssueReporter;
import org.junit.platform.engine.support.discovery.SelectorResolver;
import org.modelassay.junit.descriptor.CheckDescriptor;
import org.modelassay.junit.descriptor.LeafDescriptor;
import org.modelassay.junit.descriptor.SpecDescriptor;

/** Resolves classes, methods and unique ids down to the leaf. */
final class SpecResolver implements SelectorResolver {
  private final Predicate<String> classNameFilter;
  private final DiscoveryIssueReporter issues;

  SpecResolver(Predicate<String> classNameFilter, DiscoveryIssueReporter issues) {
    this.classNameFilter = classNameFilter;
    this.issues = issues;
  }

  @Override
  public Resolution resolve(ClassSelector selector, Context context) {
    return resolveClass(selector.getJavaClass(), context);
  }

  /** By name alone: a caller need not know the parameter of the method. */
  @Override
  public Resolution resolve(MethodSelector selector, Context context) {
    return match(
        context.addToParent(
            () -> selectClass(selector.getJavaClass()),
            parent -> child(parent, selector.getMethodName())));
  }

  @Override
  public Resolution resolve(UniqueIdSelector selector, Context context) {
    UniqueId.Segment last = selector.getUniqueId().getLastSegment();
    UniqueId parentId = selector.getUniqueId().removeLastSegment();
    return switch (last.getType()) {
      case SpecDescriptor.SEGMENT ->
          ReflectionSupport.tryToLoadClass(last.getValue())
              .toOptional()
              .map(type -> resolveClass(type, context))
              .orElse(unresolved());
      case CheckDescriptor.SEGMENT, LeafDescriptor.SEGMENT ->
          match(
              context.addToParent(
                  () -> selectUniqueId(parentId), parent -> child(parent, last.getValue())));
      default -> unresolved();
    };
  }

  private Resolution resolveClass(Class<?> type, Context context) {
    if (!classNameFilter.test(type.getName())) {
      return unresolved();
    }
    if (SpecReader.isAbstractSpec(type)) {
      warn(type, type.getName() + " is abstract: it is a base of specs and runs in those alone");
      return unresolved();
    }
    if (!SpecReader.concerns(type)) {
      return unresolved();
    }
    SpecReader reader = SpecReader.read(type);
    reader.warnings().forEach(warning -> warn(type, warning));
    if (reader.checks().isEmpty()) {
      return unresolved();
    }
    return match(
        context.addToParent(
            parent ->
                Optional.of(
                    new SpecDescriptor(parent.getUniqueId(), reader.spec(), reader.checks()))));
  }

  private static Optional<TestDescriptor> child(TestDescriptor parent, String name) {
    if (parent instanceof SpecDescriptor spec) {
      return spec.child(name).map(it -> it);
    }
    return parent instanceof CheckDescriptor check
        ? check.child(name).map(it -> it)
        : Optional.empty();
  }

  private static Resolution match(Optional<? extends TestDescriptor> descriptor) {
    return descriptor
        .map(it -> Resolution.match(Match.exact(it, () -> childSelectors(it))))
        .orElse(unresolved());
  }

  private static Set<? extends DiscoverySelector> childSelectors(TestDescriptor descriptor) {
    if (descriptor instanceof SpecDescriptor spec) {
      return selectors(
          spec,
          CheckDescriptor.SEGMENT,
          spec.checks().stream().map(it -> it.id().method()).toList());
    }
    return descriptor instanceof CheckDescriptor check
        ? selectors(check, LeafDescriptor.SEGMENT, check.candidates())
        : Set.of();
  }

  private static Set<DiscoverySelector> selectors(
      TestDescriptor parent, String segment, List<String> names) {
    Set<DiscoverySelector> selectors = new LinkedHashSet<>();
    names.forEach(
        name -> selectors.add(selectUniqueId(parent.getUniqueId().append(segment, name))));
    return selectors;
  }

  private void warn(Class<?> type, String message) {
    issues.reportIssue(
        DiscoveryIssue.builder(Severity.WARNING, message).source(ClassSource.from(type)).build());
  }
}
