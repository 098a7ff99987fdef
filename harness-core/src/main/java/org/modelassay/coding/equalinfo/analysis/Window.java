package org.modelassay.coding.equalinfo.analysis;

/**
 * A window of equal information: so many bits, whatever text fits into them.
 *
 * @param tokens its bits, cut into tokens; not copied
 * @param text the UTF-8 bytes that it holds; it may begin or end inside a character; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record Window(int[] tokens, byte[] text) {}
