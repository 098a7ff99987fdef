/**
 * A model on disk: configuration, checkpoint, tokenizer, fingerprint; a family turns a
 * configuration into the decoder's shape and weight names. No tensor is touched here, and DJL's
 * tokenizers only in {@code model.tokenizer}.
 */
@NullMarked
package org.modelassay.model;

import org.jspecify.annotations.NullMarked;
