package org.modelassay.reading;

import java.util.List;

/**
 * Generated continuations, in the order of the prompts.
 *
 * @param outputs token ids after the prompt, the stop token left out
 * @param truncated per prompt, whether it was cut at the longest length and not ended by a stop
 *     token
 */
public record Continuations(List<int[]> outputs, boolean[] truncated) {}
