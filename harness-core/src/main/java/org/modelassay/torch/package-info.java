/**
 * The only door to DJL and libtorch: programs, devices, dtypes, tensors, and the decoder and the
 * encoder that the program texts make. Knows models, not what is read with them.
 */
@NullMarked
package org.modelassay.torch;

import org.jspecify.annotations.NullMarked;
