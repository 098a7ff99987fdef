/**
 * Equal-Info Windows (Lester et al. 2024, "Training LLMs over Neurally Compressed Text", arXiv
 * 2404.03626): text coded by a model into windows of equally many bits, as tokens for another
 * model. The window coder, its proof, and the figures by which such a text is judged. May use the
 * arithmetic coder; knows neither torch nor the other measures.
 */
@NullMarked
package org.modelassay.coding.equalinfo;

import org.jspecify.annotations.NullMarked;
