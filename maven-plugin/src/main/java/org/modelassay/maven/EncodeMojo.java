package org.modelassay.maven;

import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Codes a file with a model: what the model expects takes few bits. Only the same model, on the
 * same kind of machine, decodes it. Any file can be coded; what is no text is kept as it is.
 *
 * <pre>
 * mvn org.modelassay:assay-maven-plugin:encode -Dassay.model=models/resume -Dassay.input=notes.txt -Dassay.output=notes.txt.assay
 * </pre>
 */
@Mojo(name = "encode", requiresProject = false, aggregator = true, threadSafe = true)
public final class EncodeMojo extends CodingMojo {
  /** Creates the goal. */
  @Inject
  public EncodeMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains, repositories);
  }

  @Override
  String goal() {
    return "encode";
  }
}
