package org.modelassay.maven;

import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Ranks checkpoints of one family by how far the tokens of a domain lie from each other and from
 * everyday ones in their output matrices. No model is run.
 *
 * <pre>
 * mvn org.modelassay:assay-maven-plugin:dispersion-gap -Dassay.models=checkpoints -Dassay.domain=digits
 * </pre>
 */
@Mojo(name = "dispersion-gap", requiresProject = false, aggregator = true, threadSafe = true)
public final class DispersionGapMojo extends EngineMojo {
  /**
   * A directory of checkpoints, of which each is a directory or a GGUF file; or checkpoints with
   * commas between.
   */
  @Parameter(property = "assay.models")
  private @Nullable String models;

  /**
   * The domain's tokens: {@code digits}, {@code python-keywords}, {@code regex:PATTERN}, {@code
   * list:FILE} or {@code frequent:N:CORPUS}.
   */
  @Parameter(property = "assay.domain")
  private @Nullable String domain;

  /** The tokens of everyday, said in the same ways; those of the domain are left out. */
  @Parameter(property = "assay.everyday", defaultValue = "everyday-english")
  private String everyday;

  /**
   * What is known of the checkpoints: a properties file of {@code checkpoint = score}, higher being
   * better, which the order is compared with.
   */
  @Parameter(property = "assay.scores")
  private @Nullable String scores;

  /** Creates the goal. */
  @Inject
  public DispersionGapMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains, repositories);
  }

  @Override
  String program() {
    return "GapMain";
  }

  @Override
  List<String> arguments(boolean passing) {
    var arguments = new ArrayList<String>();
    add(arguments, "--models", models);
    add(arguments, "--domain", domain);
    add(arguments, "--everyday", everyday);
    add(arguments, "--scores", scores);
    return arguments;
  }
}
