/**
 * What one model yields on one data set: requests, probes, batches, segments on disk, the scratch
 * of hidden states, progress. Knows no measure.
 */
@NullMarked
package org.modelassay.reading;

import org.jspecify.annotations.NullMarked;
