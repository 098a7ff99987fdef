/** The program that the fork of {@code assay:evaluate} runs; the only code here that prints. */
@NullMarked
package org.modelassay.junit.launch;

import org.jspecify.annotations.NullMarked;
