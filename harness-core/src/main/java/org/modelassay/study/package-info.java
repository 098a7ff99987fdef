/**
 * Studies across many models: what their compression and their scores on benchmarks have to do with
 * each other. Pure functions of numbers that runs have measured; knows neither models nor measures
 * nor records.
 */
@NullMarked
package org.modelassay.study;

import org.jspecify.annotations.NullMarked;
