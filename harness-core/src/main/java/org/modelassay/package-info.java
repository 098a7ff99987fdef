/**
 * The harness as a library. Data flows one way: spec, checks, readings, results, verdicts, record,
 * report.
 *
 * <p>This package itself holds only what every other package may use.
 */
@NullMarked
package org.modelassay;

import org.jspecify.annotations.NullMarked;
