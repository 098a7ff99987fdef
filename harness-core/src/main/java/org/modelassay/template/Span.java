package org.modelassay.template;

/**
 * Where something stands in a template's source.
 *
 * @param start offset of its first character
 * @param end offset after its last
 */
record Span(int start, int end) {}
