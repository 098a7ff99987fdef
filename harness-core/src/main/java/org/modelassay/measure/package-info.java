/**
 * The contract that each measure meets: what it wants read, and a pure function from readings to
 * figures; and words that several of them share. Knows no measure in particular.
 */
@NullMarked
package org.modelassay.measure;

import org.jspecify.annotations.NullMarked;
