package org.modelassay.junit.discovery;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.junit.LimitType;

/** Reads annotations by the names of their attributes. */
final class Attributes {
  private Attributes() {}

  /**
   * Value of an attribute.
   *
   * @return the value, or null when the annotation has no such attribute
   * @throws AssayException when the attribute has another type
   */
  static <T> @Nullable T get(Annotation annotation, String name, Class<T> type) {
    Method attribute;
    try {
      attribute = annotation.annotationType().getDeclaredMethod(name);
    } catch (NoSuchMethodException absent) {
      return null;
    }
    Object value = value(annotation, attribute);
    if (!type.isInstance(value)) {
      String expected = type == Double.class ? "double" : type.getSimpleName();
      throw new AssayException(
          written(annotation)
              + ": attribute "
              + name
              + " is of type "
              + attribute.getReturnType().getSimpleName()
              + "; declare it as "
              + expected
              + " "
              + name
              + "()");
    }
    return type.cast(value);
  }

  /** Whether it has an attribute of that name that is a text. */
  static boolean isText(Annotation annotation, String name) {
    try {
      return annotation.annotationType().getDeclaredMethod(name).getReturnType() == String.class;
    } catch (NoSuchMethodException absent) {
      return false;
    }
  }

  /** The annotation as its user wrote it: attributes at their default are left out. */
  static String declared(Annotation annotation) {
    List<Method> given =
        Arrays.stream(annotation.annotationType().getDeclaredMethods())
            .filter(it -> !isDefault(annotation, it))
            .sorted(Comparator.comparing(Attributes::rank).thenComparing(Method::getName))
            .toList();
    if (given.isEmpty()) {
      return written(annotation);
    }
    String attributes =
        given.size() == 1 && given.get(0).getName().equals("value")
            ? text(value(annotation, given.get(0)))
            : given.stream()
                .map(it -> it.getName() + " = " + text(value(annotation, it)))
                .collect(Collectors.joining(", "));
    return written(annotation) + "(" + attributes + ")";
  }

  /** {@code @Name}. */
  static String written(Annotation annotation) {
    return "@" + annotation.annotationType().getSimpleName();
  }

  /** The annotations inside a container of a repeatable limit; empty for any other annotation. */
  static List<Annotation> repeated(Annotation annotation) {
    try {
      Method attribute = annotation.annotationType().getDeclaredMethod("value");
      return value(annotation, attribute) instanceof Annotation[] inner
          ? List.of(inner)
          : List.of();
    } catch (NoSuchMethodException none) {
      return List.of();
    }
  }

  static boolean isLimit(Annotation annotation) {
    return annotation.annotationType().isAnnotationPresent(LimitType.class);
  }

  /** What is limited, then how much, then the rest. */
  private static int rank(Method attribute) {
    return switch (attribute.getName()) {
      case "metric", "q", "layer" -> 0;
      case "value", "atMost" -> 1;
      case "atLeast" -> 2;
      default -> 3;
    };
  }

  private static boolean isDefault(Annotation annotation, Method attribute) {
    Object standard = attribute.getDefaultValue();
    Object value = value(annotation, attribute);
    return standard != null && Arrays.deepEquals(new Object[] {standard}, new Object[] {value});
  }

  /**
   * By the handler behind the annotation, as the JDK does it: a call through the proxy of a public
   * container fails when the annotations inside it are package-private.
   */
  private static Object value(Annotation annotation, Method attribute) {
    try {
      return Proxy.getInvocationHandler(annotation).invoke(annotation, attribute, null);
    } catch (Throwable unreadable) {
      throw new AssayException(
          written(annotation)
              + ": attribute "
              + attribute.getName()
              + " cannot be read: "
              + unreadable,
          unreadable);
    }
  }

  private static String text(Object value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
    return value instanceof String string ? '"' + string + '"' : String.valueOf(value);
  }
}
