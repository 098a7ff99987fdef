/**
 * The goals. A goal is a thin shell: it takes Maven's parameters, hands them to a class that knows
 * no Maven, and turns what comes back into log lines and the one exception. Models are read in a
 * forked JVM with the module's own class path, never here.
 */
@NullMarked
package org.modelassay.maven;

import org.jspecify.annotations.NullMarked;
