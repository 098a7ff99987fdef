package org.modelassay.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** A goal that codes one file with a model, or decodes it. */
abstract class CodingMojo extends EngineMojo {
  /** The model: a directory, a GGUF file or {@code hf:org/name@revision}. */
  @Parameter(property = "assay.model")
  private @Nullable String model;

  /**
   * What is done to the model's weights at load, such as {@code quantize(bits=4)}. To decode it is
   * what the file says, unless it is given.
   */
  @Parameter(property = "assay.treatment")
  private @Nullable String treatment;

  /**
   * The type that the model computes in: {@code AUTO}, {@code FLOAT32}, {@code BFLOAT16}, {@code
   * FLOAT16}. To decode it is what the file says, unless it is given.
   */
  @Parameter(property = "assay.dtype")
  private @Nullable String dtype;

  /** The file that is read. */
  @Parameter(property = "assay.input")
  private @Nullable String input;

  /** The file that is written. */
  @Parameter(property = "assay.output")
  private @Nullable String output;

  /** Whether an output that is there is replaced. */
  @Parameter(property = "assay.overwrite", defaultValue = "false")
  private boolean overwrite;

  CodingMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains, repositories);
  }

  /** {@code encode} or {@code decode}. */
  abstract String goal();

  @Override
  final String program() {
    return "CodingMain";
  }

  @Override
  final List<String> arguments(boolean passing) {
    var arguments = new ArrayList<>(List.of(goal()));
    add(arguments, "--model", model);
    add(arguments, "--treatment", treatment);
    add(arguments, "--dtype", dtype);
    add(arguments, "--input", input);
    add(arguments, "--output", output);
    add(arguments, "--overwrite", String.valueOf(overwrite));
    add(arguments, "--progress", passing ? "passing" : "lines");
    return arguments;
  }
}
