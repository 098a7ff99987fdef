package org.modelassay.evaluation;

import org.modelassay.model.ModelSource;

/**
 * A changed model.
 *
 * @param name its name in the spec; unique there
 * @param source where it comes from
 */
public record Candidate(String name, ModelSource source) {}
