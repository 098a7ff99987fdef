package org.modelassay.coding.equalinfo;

/**
 * Before which windows the coding model forgets what it read. The coder itself begins anew in every
 * window, and the model in every document. Wherever its context is full it begins anew too, in the
 * midst of a window if need be.
 */
public enum ContextReset {
  /** Before every window, as in Equal-Info Windows proper. */
  EVERY_WINDOW,
  /** Before the first, third, fifth window of a document. */
  EVERY_OTHER,
  /** Before the first window of a document only. */
  NEVER
}
