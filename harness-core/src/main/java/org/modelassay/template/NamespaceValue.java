package org.modelassay.template;

/**
 * What {@code namespace()} makes: the one value that {@code set} may change from inside a block.
 *
 * @param attributes its attributes
 * @param typeName Python's name of its type: that of transformers or Jinja's own
 */
record NamespaceValue(DictValue attributes, String typeName) {

  void set(Rendering rendering, Object name, Object value) {
    if (rendering.dialect().immutable() && name instanceof String text && text.startsWith("_")) {
      throw new Raised(
          "SecurityError",
          "Chat templates cannot store underscore-prefixed attributes on a namespace, but got "
              + Strings.repr(text)
              + ". Please rename the attribute.");
    }
    attributes.put(rendering, name, value);
  }
}
