package org.modelassay.junit.lacking;

import org.modelassay.junit.Coding;
import org.modelassay.junit.ModelSpec;

/** A spec that needs {@link Absent}. */
@ModelSpec(baseline = "b")
public class LackingSpec {
  @Coding(corpus = "c.jsonl")
  void check() {}

  void other(Absent absent) {}
}
