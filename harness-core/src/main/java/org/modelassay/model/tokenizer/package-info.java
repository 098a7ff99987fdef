/**
 * Text to token ids by the model's own files: {@code tokenizer.json}, or the metadata of a GGUF
 * file turned into one. What a file says is checked here before the tokenizers library sees it,
 * because that library ends the process where it does not expect something. Nothing here knows a
 * model's weights or configuration.
 */
@NullMarked
package org.modelassay.model.tokenizer;

import org.jspecify.annotations.NullMarked;
