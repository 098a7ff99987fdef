package org.modelassay.template;

import java.util.Iterator;

/**
 * A generator or reversed sequence: it can be gone through once.
 *
 * @param iterator its elements
 * @param typeName Python's name of its type
 */
record IteratorValue(Iterator<Object> iterator, String typeName) {
  static IteratorValue generator(Iterator<Object> iterator) {
    return new IteratorValue(iterator, "generator");
  }
}
