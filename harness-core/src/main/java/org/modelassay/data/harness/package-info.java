/**
 * Task files of lm-evaluation-harness: keys, data sources, few-shot examples, items. For the
 * packages of {@code data}, which make tasks of our own of the items; measures meet {@link
 * GenerationSettings} alone. May use templates and files of data; may not know the rest of {@code
 * data}.
 */
@NullMarked
package org.modelassay.data.harness;

import org.jspecify.annotations.NullMarked;
