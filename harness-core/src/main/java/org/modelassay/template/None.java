package org.modelassay.template;

/** Python's {@code None}. */
enum None {
  NONE
}
