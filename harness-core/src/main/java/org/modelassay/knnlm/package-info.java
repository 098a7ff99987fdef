/**
 * kNN-LM (Khandelwal et al. 2020, arXiv 1911.00172): which hidden state serves best as the key of a
 * datastore, and whether dispersion would have picked it (arXiv 2506.24106). Knows neither torch
 * nor the other measures but dispersion's formula; Lucene only in the search.
 */
@NullMarked
package org.modelassay.knnlm;

import org.jspecify.annotations.NullMarked;
