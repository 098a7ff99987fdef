package org.modelassay.template;

import java.util.function.Consumer;

/** A part of a parsed template. */
interface Node {
  /** Visits the parts of this one in the order of the reference's syntax tree. */
  void children(Consumer<Node> visit);
}
