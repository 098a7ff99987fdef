package org.modelassay.coding.file;

import org.modelassay.AssayException;

/**
 * All that decides a model's probabilities, bit by bit. What one computation has coded, another
 * cannot decode.
 *
 * @param model how a person names it
 * @param treatment canonical text of what is done to its weights at load, empty for nothing
 * @param fingerprint hex SHA-256 of configuration, weights and treatment
 * @param tokenizer hex SHA-256 of what decides the encoding
 * @param type type that it computes in, such as {@code FLOAT32}
 * @param device kind of device, such as {@code cpu}
 * @param threads threads of one operation: sums may be cut by them
 * @param libraries version of what computes
 * @param programs hex SHA-256 of the program texts
 */
public record Computation(
    String model,
    String treatment,
    String fingerprint,
    String tokenizer,
    String type,
    String device,
    int threads,
    String libraries,
    String programs) {

  /** Hex digits of a digest that a file keeps: 128 bits. */
  static final int DIGITS = 32;

  /** Shortens the digests. */
  public Computation {
    fingerprint = shortened(fingerprint);
    tokenizer = shortened(tokenizer);
    programs = shortened(programs);
  }

  private static String shortened(String digest) {
    return digest.substring(0, Math.min(DIGITS, digest.length()));
  }

  /**
   * Refuses a computation that does not give the same probabilities.
   *
   * @param file the coded file, for the message
   * @param here the computation that is to decode what this one coded
   * @throws AssayException names the first thing that differs, both values and the remedy
   */
  void check(String file, Computation here) {
    same(
        file,
        "treatment",
        treatment.isEmpty() ? "none" : treatment,
        here.treatment.isEmpty() ? "none" : here.treatment,
        "treat the weights as they were");
    same(
        file,
        "model",
        model + " (" + fingerprint + ")",
        here.model + " (" + here.fingerprint + ")",
        fingerprint.equals(here.fingerprint),
        "name the model that it was coded with");
    same(
        file,
        "tokenizer",
        tokenizer,
        here.tokenizer,
        "take the tokenizer files that it was coded with");
    same(file, "type", type, here.type, "compute in the type that it was coded in");
    same(file, "device", device, here.device, "decode on the kind of device that coded it");
    same(file, "libtorch", libraries, here.libraries, "take the Assay that coded it");
    same(file, "programs", programs, here.programs, "take the Assay that coded it");
  }

  private static void same(String file, String what, String coded, String here, String remedy) {
    same(file, what, coded, here, coded.equals(here), remedy);
  }

  private static void same(
      String file, String what, String coded, String here, boolean equal, String remedy) {
    if (!equal) {
      throw new AssayException(
          file
              + ": was coded with another "
              + what
              + ": "
              + coded
              + ", here it is "
              + here
              + "; "
              + remedy);
    }
  }
}
