/** The run record: the one thing the modules hand each other on disk. */
@NullMarked
package org.modelassay.record;

import org.jspecify.annotations.NullMarked;
