package org.modelassay.maven;

import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.toolchain.ToolchainManager;
import org.eclipse.aether.RepositorySystem;

/**
 * Decodes a file that {@code assay:encode} wrote: the identical bytes, or an error and no file.
 *
 * <pre>
 * mvn org.modelassay:assay-maven-plugin:decode -Dassay.model=models/resume -Dassay.input=notes.txt.assay -Dassay.output=notes.txt
 * </pre>
 */
@Mojo(name = "decode", requiresProject = false, aggregator = true, threadSafe = true)
public final class DecodeMojo extends CodingMojo {
  /** Creates the goal. */
  @Inject
  public DecodeMojo(ToolchainManager toolchains, RepositorySystem repositories) {
    super(toolchains, repositories);
  }

  @Override
  String goal() {
    return "decode";
  }
}
