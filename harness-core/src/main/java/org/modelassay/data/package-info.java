/**
 * What is read: documents, choice items, prompts, and their digests. May not know models, tokens or
 * measures.
 */
@NullMarked
package org.modelassay.data;

import org.jspecify.annotations.NullMarked;
