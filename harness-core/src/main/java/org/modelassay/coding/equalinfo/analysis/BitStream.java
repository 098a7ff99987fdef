package org.modelassay.coding.equalinfo.analysis;

/**
 * What a tokenisation wrote for a corpus, before the bits are cut into tokens.
 *
 * @param name the tokenisation
 * @param bytes its bits, the most significant of each byte first; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
public record BitStream(String name, byte[] bytes) {}
