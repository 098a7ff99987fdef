/**
 * Checks into readings, results, verdicts and the record. What the engine calls; the only package
 * that knows all the others.
 */
@NullMarked
package org.modelassay.evaluation;

import org.jspecify.annotations.NullMarked;
