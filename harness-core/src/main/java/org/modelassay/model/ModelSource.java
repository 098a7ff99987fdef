package org.modelassay.model;

/**
 * A model as a spec names it.
 *
 * @param location a Hugging Face directory, a GGUF file or a LoRA adapter, relative to the module
 *     or absolute, or {@code hf:org/name@revision}
 * @param treatment what is done to its weights at load, such as {@code quantize(bits=4, group=64)};
 *     empty for nothing
 * @param dtype the type it computes in
 */
public record ModelSource(String location, String treatment, DType dtype) {
  @Override
  public String toString() {
    return treatment.isEmpty() ? location : location + " " + treatment;
  }
}
