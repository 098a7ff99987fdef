/** From selectors to the test tree: reads annotations, and nothing else. Internal. */
@NullMarked
package org.modelassay.junit.discovery;

import org.jspecify.annotations.NullMarked;
