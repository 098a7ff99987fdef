package org.modelassay.torch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The programs without state, compiled once in a JVM. */
final class Programs {
  private static final Map<String, Program> COMPILED = new ConcurrentHashMap<>();

  private Programs() {}

  static Program weights() {
    return compiled("weights.Weights");
  }

  static Program heads() {
    return compiled("heads.Heads");
  }

  static Program training() {
    return compiled("training.Training");
  }

  /** A program that treats weights, by the name of its text: each has one class, of that name. */
  static Program treating(String text) {
    return compiled(text + "." + Character.toUpperCase(text.charAt(0)) + text.substring(1));
  }

  private static Program compiled(String qualifiedClass) {
    return COMPILED.computeIfAbsent(
        qualifiedClass, name -> new Program(name, Map.of("training", false)));
  }
}
