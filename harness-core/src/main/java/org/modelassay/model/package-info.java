/**
 * A model on disk: configuration, checkpoint, tokenizer, fingerprint; a family turns a
 * configuration into the decoder's shape and weight names. Only tokenizers may be taken from DJL
 * here; no tensor is touched.
 */
@NullMarked
package org.modelassay.model;

import org.jspecify.annotations.NullMarked;
