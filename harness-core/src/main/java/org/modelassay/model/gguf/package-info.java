/**
 * Models in GGUF files: the reader of the format, and the page that says of each architecture how
 * its metadata and tensor names read in the vocabulary of Hugging Face. Headers only: values are
 * computed where weights are loaded. Knows no family and no torch.
 */
@NullMarked
package org.modelassay.model.gguf;

import org.jspecify.annotations.NullMarked;
