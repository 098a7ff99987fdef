package org.modelassay.junit.discovery;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestTag;
import org.modelassay.AssayException;
import org.modelassay.evaluation.Candidate;
import org.modelassay.evaluation.CheckId;
import org.modelassay.gate.Limit;
import org.modelassay.junit.ModelSpec;
import org.modelassay.junit.NoRegression;
import org.modelassay.junit.descriptor.CheckDefinition;
import org.modelassay.junit.descriptor.CheckKind;
import org.modelassay.junit.descriptor.SpecDefinition;
import org.modelassay.model.ModelSource;

/**
 * Reads a class that concerns the engine.
 *
 * <p>What is wrong with a spec is kept with it and fails its own leaves when they run. A discovery
 * issue of severity ERROR would end the tests of every engine in the JVM.
 */
final class SpecReader {
  private static final String CHECKS =
      CheckKind.ALL.stream().map(CheckKind::written).collect(Collectors.joining(", "));

  private final Class<?> type;
  private final List<String> warnings = new ArrayList<>();
  private final SpecDefinition spec;
  private final List<CheckDefinition> checks;

  /** Reads a concrete class. Never throws for what stands in it. */
  static SpecReader read(Class<?> type) {
    return new SpecReader(type);
  }

  private SpecReader(Class<?> type) {
    this.type = type;
    ModelSpec annotation = type.getAnnotation(ModelSpec.class);
    if (annotation == null) {
      warnings.add(
          type.getName()
              + " has checks ("
              + methods(type, SpecReader::isCheck).get(0).getName()
              + " is one) but is no spec: annotate it with @ModelSpec(baseline = …)");
      this.spec = new SpecDefinition(type, "", List.of(), source(""), List.of(), List.of());
      this.checks = List.of();
      return;
    }
    this.spec = readSpec(annotation);
    this.checks = readChecks();
    if (checks.isEmpty()) {
      warnings.add(type.getName() + " is a spec without checks: annotate a method with " + CHECKS);
    }
  }

  /** Whether the engine has something to do with, or to say about, a class found by a scan. */
  static boolean concerns(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers())) {
      return false;
    }
    try {
      return type.isAnnotationPresent(ModelSpec.class)
          || !methods(type, SpecReader::isCheck).isEmpty();
    } catch (LinkageError | RuntimeException unreadable) {
      // Somebody's class that lacks a dependency: an exception here would end every engine's tests.
      return false;
    }
  }

  /** Whether a class is a spec that only others extend. */
  static boolean isAbstractSpec(Class<?> type) {
    return Modifier.isAbstract(type.getModifiers()) && type.isAnnotationPresent(ModelSpec.class);
  }

  SpecDefinition spec() {
    return spec;
  }

  /** Its checks, by name; none when the class is no spec. */
  List<CheckDefinition> checks() {
    return checks;
  }

  /** What the user should know though nothing fails. */
  List<String> warnings() {
    return warnings;
  }

  private SpecDefinition readSpec(ModelSpec annotation) {
    List<String> problems = new ArrayList<>();
    String name = type.getSimpleName();
    if (type.isAnonymousClass()
        || type.isLocalClass()
        || (type.isMemberClass() && !Modifier.isStatic(type.getModifiers()))) {
      problems.add(name + " is an inner class: make it static, or move it to a file of its own");
    } else if (Stream.of(type.getDeclaredConstructors())
        .noneMatch(it -> it.getParameterCount() == 0)) {
      problems.add(name + " has no constructor without parameters: add one");
    }
    if (annotation.baseline().isBlank()) {
      problems.add(
          name + ": the baseline is empty: name a model's directory, @ModelSpec(baseline = …)");
    }
    List<Candidate> candidates = candidates(annotation, problems);
    List<String> tags = tags(List.of(annotation.tags()), name, problems);
    return new SpecDefinition(
        type,
        annotation.displayName().isBlank() ? name : annotation.displayName(),
        tags,
        new ModelSource(annotation.baseline(), "", annotation.dtype()),
        candidates,
        problems);
  }

  private List<Candidate> candidates(ModelSpec annotation, List<String> problems) {
    List<Candidate> candidates = new ArrayList<>();
    if (!annotation.candidate().isBlank()) {
      candidates.add(
          new Candidate(
              "candidate", new ModelSource(annotation.candidate(), "", annotation.dtype())));
    }
    for (var it : type.getAnnotationsByType(org.modelassay.junit.Candidate.class)) {
      if (it.name().isBlank()) {
        problems.add(
            type.getSimpleName() + ": a @Candidate has no name: give it one, such as \"int8\"");
      }
      if (it.model().isBlank() && it.treatment().isBlank()) {
        problems.add(
            type.getSimpleName()
                + ": candidate \""
                + it.name()
                + "\" would be the baseline itself: give it a model or a treatment");
      }
      candidates.add(
          new Candidate(
              it.name(),
              new ModelSource(
                  it.model().isBlank() ? annotation.baseline() : it.model(),
                  it.treatment(),
                  annotation.dtype())));
    }
    Set<String> names = new LinkedHashSet<>();
    candidates.stream()
        .map(Candidate::name)
        .filter(it -> !names.add(it))
        .distinct()
        .forEach(
            it ->
                problems.add(
                    type.getSimpleName()
                        + ": two candidates are named \""
                        + it
                        + "\": give each its own name"));
    return candidates;
  }

  private List<CheckDefinition> readChecks() {
    try {
      warnAboutJupiter();
      Map<String, List<Method>> byName =
          methods(type, it -> isCheck(it) || isGuarded(it)).stream()
              .collect(Collectors.groupingBy(Method::getName, TreeMap::new, Collectors.toList()));
      return byName.values().stream().map(this::readCheck).toList();
    } catch (LinkageError | RuntimeException unreadable) {
      return List.of(unreadable("<class>", null, unreadable));
    }
  }

  private CheckDefinition readCheck(List<Method> namesakes) {
    Method method = namesakes.get(0);
    try {
      return readCheck(method, namesakes.size());
    } catch (LinkageError | RuntimeException unreadable) {
      return unreadable(method.getName(), method, unreadable);
    }
  }

  private CheckDefinition readCheck(Method method, int namesakes) {
    String name = type.getSimpleName() + "#" + method.getName();
    List<String> problems = new ArrayList<>(spec.problems());
    List<CheckKind> kinds =
        CheckKind.ALL.stream().filter(it -> method.isAnnotationPresent(it.annotation())).toList();
    if (kinds.isEmpty()) {
      throw new AssayException(
          name + " has limits but is no check: annotate it with one of " + CHECKS);
    }
    CheckKind kind = kinds.get(0);
    Annotation declaration = method.getAnnotation(kind.annotation());
    if (kinds.size() > 1) {
      problems.add(
          name
              + " carries "
              + kinds.stream().map(CheckKind::written).collect(Collectors.joining(" and "))
              + ": a method is one check, split it");
    }
    if (namesakes > 1) {
      problems.add(name + ": two checks have this name, by which a check is known: rename one");
    }
    signature(method, kind, name, problems);
    String data = Attributes.get(declaration, kind.data(), String.class);
    if (data == null || data.isBlank()) {
      problems.add(name + ": " + kind.written() + " has an empty " + kind.data() + ": name a file");
    }
    String displayName = Attributes.get(declaration, "displayName", String.class);
    String[] ownTags = Attributes.get(declaration, "tags", String[].class);
    Set<String> tags = new LinkedHashSet<>(spec.tags());
    tags.addAll(tags(ownTags == null ? List.of() : List.of(ownTags), name, problems));
    List<Limit> limits = List.of();
    try {
      limits = LimitReader.read(method, kind.name());
    } catch (AssayException wrong) {
      problems.add(name + ": " + wrong.getMessage());
    }
    return new CheckDefinition(
        spec,
        new CheckId(type.getName(), method.getName()),
        method,
        kind,
        declaration,
        displayName == null || displayName.isBlank() ? method.getName() : displayName,
        List.copyOf(tags),
        limits,
        noRegressions(method, kind),
        problems);
  }

  private static void signature(Method method, CheckKind kind, String name, List<String> problems) {
    if (Modifier.isPrivate(method.getModifiers())) {
      problems.add(name + " is private: remove the word");
    }
    if (Modifier.isStatic(method.getModifiers())) {
      problems.add(name + " is static: remove the word");
    }
    if (Modifier.isAbstract(method.getModifiers())) {
      problems.add(name + " is abstract: give it a body, which may be empty");
    }
    if (method.getReturnType() != void.class) {
      problems.add(
          name + " returns " + method.getReturnType().getSimpleName() + ": declare it void");
    }
    Class<?>[] parameters = method.getParameterTypes();
    if (parameters.length > 1
        || (parameters.length == 1 && !parameters[0].isAssignableFrom(kind.resultType()))) {
      problems.add(
          name
              + " takes ("
              + Arrays.stream(parameters)
                  .map(Class::getSimpleName)
                  .collect(Collectors.joining(", "))
              + "): a "
              + kind.written()
              + " check takes nothing or its "
              + kind.resultType().getSimpleName());
    }
  }

  /** The method's own guard, else the class's as far as it is about metrics of this kind. */
  private List<org.modelassay.gate.NoRegression> noRegressions(Method method, CheckKind kind) {
    NoRegression own = method.getAnnotation(NoRegression.class);
    NoRegression annotation = own == null ? type.getAnnotation(NoRegression.class) : own;
    if (annotation == null) {
      return List.of();
    }
    List<String> metrics =
        Stream.of(annotation.metrics())
            .filter(metric -> own != null || !isOfAnotherKind(metric, kind))
            .toList();
    return metrics.isEmpty() && annotation.metrics().length > 0
        ? List.of()
        : List.of(
            new org.modelassay.gate.NoRegression(
                metrics, annotation.absolute(), annotation.relative()));
  }

  private static boolean isOfAnotherKind(String metric, CheckKind kind) {
    return CheckKind.ALL.stream()
        .anyMatch(it -> !it.equals(kind) && metric.startsWith(it.name() + "."));
  }

  /** Tags that the platform accepts; it throws for others. */
  private static List<String> tags(List<String> tags, String owner, List<String> problems) {
    tags.stream()
        .filter(it -> !TestTag.isValid(it))
        .forEach(
            it ->
                problems.add(
                    owner
                        + ": \""
                        + it
                        + "\" is no tag: a tag is not blank and has no spaces and none of"
                        + " , ( ) & | !"));
    return tags.stream().filter(TestTag::isValid).toList();
  }

  private CheckDefinition unreadable(String name, @Nullable Method method, Throwable cause) {
    List<String> problems = new ArrayList<>(spec.problems());
    problems.add(
        cause instanceof AssayException
            ? String.valueOf(cause.getMessage())
            : type.getName()
                + "#"
                + name
                + " cannot be read: "
                + cause
                + "; is a class missing on the test class path?");
    return new CheckDefinition(
        spec,
        new CheckId(type.getName(), name),
        method,
        CheckKind.ALL.get(0),
        null,
        name,
        spec.tags(),
        List.of(),
        List.of(),
        problems);
  }

  private void warnAboutJupiter() {
    warnAboutJupiter(type, type.getName());
    methods(type, it -> true)
        .forEach(it -> warnAboutJupiter(it, type.getName() + "#" + it.getName()));
  }

  private void warnAboutJupiter(AnnotatedElement element, String name) {
    for (Annotation annotation : element.getAnnotations()) {
      if (annotation.annotationType().getName().startsWith("org.junit.jupiter.")) {
        warnings.add(
            name
                + " carries JUnit Jupiter's "
                + Attributes.written(annotation)
                + ", which a model spec does not read: "
                + remedy(annotation.annotationType().getSimpleName()));
      }
    }
  }

  private static String remedy(String jupiter) {
    return switch (jupiter) {
      case "DisplayName" -> "use displayName of @ModelSpec or of the check";
      case "Tag", "Tags" -> "use tags of @ModelSpec or of the check";
      case "Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate" ->
          "use " + CHECKS + ", or move it to a test class";
      case "BeforeEach", "BeforeAll", "AfterEach", "AfterAll" ->
          "a spec has no lifecycle methods, use its constructor or the check's body";
      case "Nested" -> "a spec has no nested specs, write one class for each";
      case "Disabled" -> "leave checks out by a tag or by assay.spec";
      default -> "remove it";
    };
  }

  private static boolean isCheck(Method method) {
    return CheckKind.ALL.stream().anyMatch(it -> method.isAnnotationPresent(it.annotation()));
  }

  private static boolean isGuarded(Method method) {
    return method.isAnnotationPresent(NoRegression.class) || LimitReader.hasLimits(method);
  }

  /**
   * Of the class and its superclasses, overridden ones left out, in an order that is the same
   * everywhere.
   */
  private static List<Method> methods(Class<?> type, Predicate<Method> predicate) {
    return ReflectionSupport.findMethods(
            type,
            method -> !method.isSynthetic() && predicate.test(method),
            HierarchyTraversalMode.TOP_DOWN)
        .stream()
        .sorted(
            Comparator.comparing(Method::getName)
                .thenComparing(it -> Arrays.toString(it.getParameterTypes())))
        .toList();
  }

  private static ModelSource source(String location) {
    return new ModelSource(location, "", org.modelassay.model.DType.AUTO);
  }
}
