package org.modelassay.brevity;

/**
 * The answer that a filter pipeline made of what a model wrote.
 *
 * @param text the answer
 * @param right whether it is a reference answer
 */
public record ScoredAnswer(String text, boolean right) {}
