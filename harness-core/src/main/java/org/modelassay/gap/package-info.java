/**
 * Which of several checkpoints fits a domain best, by their output matrices alone (arXiv
 * 2506.24106): no forward pass. Knows no measure.
 */
@NullMarked
package org.modelassay.gap;

import org.jspecify.annotations.NullMarked;
