/** From the test tree to outcomes: settings, the run, the specs' bodies, failures. Internal. */
@NullMarked
package org.modelassay.junit.execution;

import org.jspecify.annotations.NullMarked;
