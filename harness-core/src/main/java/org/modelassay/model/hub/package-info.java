/**
 * Models of the Hugging Face hub: a reference such as {@code hf:org/name@main} becomes a directory
 * of the local hub cache, which is shared with Python's {@code huggingface_hub}; what is missing is
 * downloaded when that is allowed. Nothing here knows what is in a model's files, beyond the names
 * of its shards.
 *
 * <p>Servers and repositories are not trusted: names, sizes and digests are checked, pickles are
 * never fetched.
 */
@NullMarked
package org.modelassay.model.hub;

import org.jspecify.annotations.NullMarked;
