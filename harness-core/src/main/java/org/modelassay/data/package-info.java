/**
 * What is read: documents, choice items, prompts, task files of lm-evaluation-harness, and their
 * digests. May use templates; may not know models, tokens or measures.
 */
@NullMarked
package org.modelassay.data;

import org.jspecify.annotations.NullMarked;
