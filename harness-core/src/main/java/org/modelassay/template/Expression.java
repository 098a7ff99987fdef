package org.modelassay.template;

/** Something with a value. */
interface Expression extends Node {
  /** Where it stands, for messages. */
  Span span();

  /** Computes it; callers use {@link #in}. */
  Object evaluate(Scope scope);

  /** Its value, within the bounds of the rendering; what is raised inside is given its place. */
  default Object in(Scope scope) {
    Rendering rendering = scope.rendering();
    int depth = rendering.depth();
    rendering.enter();
    rendering.charge(1);
    try {
      return evaluate(scope);
    } catch (Raised e) {
      throw e.at(span());
    } finally {
      rendering.restore(depth);
    }
  }

  /** Whether it can be assigned to. */
  default boolean isTarget() {
    return false;
  }
}
