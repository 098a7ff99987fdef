/**
 * Adapters: directories that hold a change of a base model, merged into its checkpoint as
 * computations over both. Reads headers and configurations; no values, no networks.
 */
@NullMarked
package org.modelassay.model.adapter;

import org.jspecify.annotations.NullMarked;
