/**
 * What one model yields on one data set: requests, probes, the tree of shared prefixes and the
 * passes that read it, segments on disk, the scratch of hidden states, progress. Knows no measure.
 */
@NullMarked
package org.modelassay.reading;

import org.jspecify.annotations.NullMarked;
