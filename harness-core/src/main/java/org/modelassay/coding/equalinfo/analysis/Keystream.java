package org.modelassay.coding.equalinfo.analysis;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A cryptographic random generator that gives the same bits in every run: AES-128 in counter mode
 * (NIST SP 800-38A, section 6.5) with the key 0, counting from 0. {@code SecureRandom} would not
 * do, since equal runs have to give equal records.
 */
final class Keystream {
  static final String NAME = "random: AES-128 in counter mode, key 0";
  private static final int BLOCK = 16;

  private final Cipher cipher;

  Keystream() {
    try {
      cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(new byte[BLOCK], "AES"),
          new IvParameterSpec(new byte[BLOCK]));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/CTR/NoPadding", e);
    }
  }

  /** The next so many bytes. */
  byte[] next(int bytes) {
    // What is encrypted is the counter; it is added to the plain text, here zeros.
    return cipher.update(new byte[bytes]);
  }
}
