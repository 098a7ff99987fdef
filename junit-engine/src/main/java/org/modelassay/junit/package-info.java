/**
 * What a user writes: the annotations of model specs. Everything that runs them is in the packages
 * below, which are internal: they may change without notice.
 */
@NullMarked
package org.modelassay.junit;

import org.jspecify.annotations.NullMarked;
