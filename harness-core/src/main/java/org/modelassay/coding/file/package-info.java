/**
 * Files of text coded by a model: the format, and the way from bytes to it and back. Knows the text
 * side of a model and its steps, but no weights, no device and no command line.
 */
@NullMarked
package org.modelassay.coding.file;

import org.jspecify.annotations.NullMarked;
