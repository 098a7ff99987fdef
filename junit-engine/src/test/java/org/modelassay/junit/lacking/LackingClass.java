package org.modelassay.junit.lacking;

/** Somebody's class that needs {@link Absent} and is none of the engine's business. */
public class LackingClass {
  void other(Absent absent) {}
}
