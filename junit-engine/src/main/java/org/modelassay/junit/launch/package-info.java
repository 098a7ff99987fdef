/**
 * The programs that forks run, of {@code assay:evaluate} and of {@code assay:encode}, {@code
 * decode} and {@code dispersion-gap}; the only code here that prints.
 */
@NullMarked
package org.modelassay.junit.launch;

import org.jspecify.annotations.NullMarked;
