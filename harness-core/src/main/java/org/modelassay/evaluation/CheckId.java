package org.modelassay.evaluation;

/**
 * Names a check: one annotated method of one spec.
 *
 * @param spec binary name of the spec class
 * @param method name of the method
 */
public record CheckId(String spec, String method) implements Comparable<CheckId> {
  @Override
  public int compareTo(CheckId other) {
    int bySpec = spec.compareTo(other.spec);
    return bySpec != 0 ? bySpec : method.compareTo(other.method);
  }

  @Override
  public String toString() {
    return spec.substring(spec.lastIndexOf('.') + 1) + "#" + method;
  }
}
