/**
 * The arithmetic coder: symbols with integer frequencies to bytes and back. Knows the quantised
 * distribution of a {@link org.modelassay.reading.StepModel}, but no model, text or figure.
 */
@NullMarked
package org.modelassay.coding.arithmetic;

import org.jspecify.annotations.NullMarked;
