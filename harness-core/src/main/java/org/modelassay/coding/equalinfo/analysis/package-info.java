/**
 * What neurally compressed tokens are like as the input of another model: how near to noise ({@link
 * org.modelassay.coding.equalinfo.analysis.Uniformity}), how stable against a change at the
 * beginning ({@link org.modelassay.coding.equalinfo.analysis.Stability}), and what text a token
 * stands for ({@link org.modelassay.coding.equalinfo.analysis.TokenMap}); all after Lester et al.
 * (2024), "Training LLMs over Neurally Compressed Text", section 5. Pure functions of bits, tokens
 * and texts, and the records they give; knows neither models nor coders, which belong to the
 * measure.
 */
@NullMarked
package org.modelassay.coding.equalinfo.analysis;

import org.jspecify.annotations.NullMarked;
