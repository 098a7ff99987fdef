/**
 * The Jinja that chat templates and task files are written in: a parser and an evaluator with
 * Python's semantics, as jinja2 3.1 runs them under transformers and lm-evaluation-harness.
 *
 * <p>A template is an untrusted program. Its values are a closed set of types ({@link
 * org.modelassay.template.Values}); no Java object, file, class or clock can be reached from it,
 * and its steps, depth and output are bounded. Nothing that reads files, models or tokenizers lives
 * here.
 */
@NullMarked
package org.modelassay.template;

import org.jspecify.annotations.NullMarked;
