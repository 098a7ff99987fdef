package org.modelassay.junit.discovery;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.gate.Bound;
import org.modelassay.gate.Decision;
import org.modelassay.gate.Limit;
import org.modelassay.junit.LimitType;

/**
 * Reads the limits of a method, in order of declaration: ours and a team's own alike through {@link
 * LimitType}, and the general {@link org.modelassay.junit.Limit}.
 *
 * <p>Whether a limit makes sense for the measure is the gate's to say; here only what a wrong
 * attribute makes unreadable.
 */
final class LimitReader {
  /** An attribute in a metric's name, and what stands before it in its part of the name. */
  private static final Pattern ATTRIBUTE = Pattern.compile("(\\.?\\w*)\\{(\\w+)}");

  private LimitReader() {}

  /**
   * Reads the limits.
   *
   * @param method the check's method
   * @param kind kind of the check, the first part of its metrics' names
   * @throws AssayException when one cannot be read
   */
  static List<Limit> read(Method method, String kind) {
    return Stream.of(method.getDeclaredAnnotations())
        .flatMap(LimitReader::unrolled)
        .flatMap(it -> limits(it, kind))
        .toList();
  }

  /** Whether a method carries limits, readable or not. */
  static boolean hasLimits(Method method) {
    return Stream.of(method.getDeclaredAnnotations())
        .flatMap(LimitReader::unrolled)
        .anyMatch(it -> it instanceof org.modelassay.junit.Limit || Attributes.isLimit(it));
  }

  private static Stream<Annotation> unrolled(Annotation annotation) {
    return Attributes.isLimit(annotation)
        ? Stream.of(annotation)
        : Stream.concat(Stream.of(annotation), Attributes.repeated(annotation).stream());
  }

  private static Stream<Limit> limits(Annotation annotation, String kind) {
    if (annotation instanceof org.modelassay.junit.Limit general) {
      return general(general).stream();
    }
    LimitType type = annotation.annotationType().getAnnotation(LimitType.class);
    return type == null ? Stream.empty() : Stream.of(named(annotation, type, kind));
  }

  private static Limit named(Annotation annotation, LimitType type, String kind) {
    String name = Attributes.written(annotation);
    if (type.metric().length == 0) {
      throw new AssayException(name + ": its @LimitType names no metric; name at least one");
    }
    Double value = Attributes.get(annotation, "value", Double.class);
    if (value == null) {
      throw new AssayException(name + " has no attribute for the limit; declare double value()");
    }
    return new Limit(
        filled(metric(type, kind), annotation),
        type.bound(),
        value,
        orElse(Attributes.get(annotation, "by", Decision.class), Decision.ESTIMATE),
        orElse(Attributes.get(annotation, "candidate", String.class), ""),
        Attributes.declared(annotation));
  }

  /** The metric of this kind; where there is none, the first: the gate says what the kind has. */
  private static String metric(LimitType type, String kind) {
    return Stream.of(type.metric())
        .filter(it -> it.startsWith(kind + "."))
        .findFirst()
        .orElse(type.metric()[0]);
  }

  /**
   * Puts texts and quantiles in place of the attributes in braces: 0.5 is p50, 0.999 is p999. A
   * part of the name whose text is empty is left out.
   */
  private static String filled(String metric, Annotation annotation) {
    Matcher attribute = ATTRIBUTE.matcher(metric);
    return attribute.replaceAll(
        found -> {
          String name = found.group(2);
          if (Attributes.isText(annotation, name)) {
            String text = Attributes.get(annotation, name, String.class);
            return text == null || text.isEmpty()
                ? ""
                : Matcher.quoteReplacement(found.group(1) + text);
          }
          Double quantile = Attributes.get(annotation, name, Double.class);
          if (quantile == null || !(quantile > 0 && quantile < 1)) {
            throw new AssayException(
                Attributes.declared(annotation)
                    + ": "
                    + name
                    + " must be a quantile between 0 and 1, such as 0.99");
          }
          String percent =
              new BigDecimal(quantile.toString())
                  .movePointRight(2)
                  .stripTrailingZeros()
                  .toPlainString();
          return found.group(1) + "p" + percent.replace(".", "");
        });
  }

  private static List<Limit> general(org.modelassay.junit.Limit limit) {
    String declared = Attributes.declared(limit);
    List<Limit> limits = new ArrayList<>();
    if (!Double.isNaN(limit.atMost())) {
      limits.add(
          new Limit(
              limit.metric(),
              Bound.AT_MOST,
              limit.atMost(),
              limit.by(),
              limit.candidate(),
              declared));
    }
    if (!Double.isNaN(limit.atLeast())) {
      limits.add(
          new Limit(
              limit.metric(),
              Bound.AT_LEAST,
              limit.atLeast(),
              limit.by(),
              limit.candidate(),
              declared));
    }
    if (limits.isEmpty()) {
      throw new AssayException(declared + " bounds nothing: give it atMost or atLeast");
    }
    return limits;
  }

  private static <T> T orElse(@Nullable T value, T standard) {
    return value == null ? standard : value;
  }
}
