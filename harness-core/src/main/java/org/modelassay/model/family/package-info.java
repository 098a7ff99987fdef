/**
 * Families of models, one page each: from {@code config.json} to the decoder's shape and the names
 * of its weights. No page reads a file or computes anything.
 */
@NullMarked
package org.modelassay.model.family;

import org.jspecify.annotations.NullMarked;
