package org.modelassay.maven;

import org.jspecify.annotations.Nullable;
import org.modelassay.evaluation.CheckId;
import org.modelassay.record.RunRecord;

/** What checks are called in messages and on the command line. */
final class Naming {
  private Naming() {}

  /** {@code Spec#method(candidate)}. */
  static String of(RunRecord.CheckRecord check, RunRecord.Leaf leaf) {
    String id = new CheckId(check.spec(), check.method()).toString();
    return leaf.candidate().isEmpty() ? id : id + "(" + leaf.candidate() + ")";
  }

  /**
   * Whether {@code assay.spec} names a check.
   *
   * @param spec {@code Class} or {@code Class#method}, the class with or without its package; null
   *     names all
   */
  static boolean matches(@Nullable String spec, RunRecord.CheckRecord check) {
    if (spec == null) {
      return true;
    }
    int hash = spec.indexOf('#');
    String type = hash < 0 ? spec : spec.substring(0, hash);
    String simple = check.spec().substring(check.spec().lastIndexOf('.') + 1);
    return (type.equals(check.spec()) || type.equals(simple))
        && (hash < 0 || spec.substring(hash + 1).equals(check.method()));
  }
}
