/** Specs and checks as read from their annotations, and the nodes of the test tree. Internal. */
@NullMarked
package org.modelassay.junit.descriptor;

import org.jspecify.annotations.NullMarked;
