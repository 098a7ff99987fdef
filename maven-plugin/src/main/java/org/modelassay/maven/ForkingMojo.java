package org.modelassay.maven;

import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;
import org.modelassay.UserCache;

/** A goal that needs what the fork needs: a JVM, natives and the settings of the run. */
abstract class ForkingMojo extends AssayMojo {
  private final ToolchainManager toolchains;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  /**
   * What computes: {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:1}, {@code mps}. A named
   * device is never replaced by another one.
   */
  @Parameter(property = "assay.device", defaultValue = "auto")
  private String device;

  /** Threads that compute; 0 leaves the choice to libtorch. */
  @Parameter(property = "assay.threads", defaultValue = "0")
  private int threads;

  /** Memory that loaded models may take, such as {@code 8g}; by default half of the machine's. */
  @Parameter(property = "assay.memory")
  private @Nullable String memory;

  /** The accepted figures, relative to the module. */
  @Parameter(property = "assay.accepted", defaultValue = "src/assay/accepted.json")
  private String accepted;

  /** Where readings are kept; by default in the user's cache directory. */
  @Parameter(property = "assay.cache.dir")
  private @Nullable File cacheDirectory;

  /** Size above which the readings longest unused are deleted, such as {@code 20g}. */
  @Parameter(property = "assay.cache.limit")
  private @Nullable String cacheLimit;

  /**
   * Whether models of the hub that are not on this machine, and native libraries (a CUDA build of
   * libtorch, say), may be downloaded. Without it nothing is.
   */
  @Parameter(property = "assay.download", defaultValue = "false")
  private boolean download;

  /** Whether every check of choices may stop as soon as its limits are decided. */
  @Parameter(property = "assay.sequential", defaultValue = "false")
  private boolean sequential;

  /** {@code hf} rounds logits of options to the model's type, as transformers does. */
  @Parameter(property = "assay.parity")
  private @Nullable String parity;

  ForkingMojo(ToolchainManager toolchains) {
    this.toolchains = toolchains;
  }

  final MavenSession session() {
    return session;
  }

  final String device() {
    return device;
  }

  final int threads() {
    return threads;
  }

  final @Nullable String memory() {
    return memory;
  }

  final Path accepted() {
    return base().resolve(accepted);
  }

  final Natives natives() throws MojoExecutionException {
    return natives(testClassPath());
  }

  final Natives natives(List<Path> classPath) {
    return new Natives(classPath, System.getenv(), download);
  }

  final void waitingFor(String device) {
    getLog().info("Waiting for another build that computes on " + device);
  }

  /** Every {@code assay.…} property of the command line, and those that are parameters. */
  final Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    session
        .getUserProperties()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith("assay.")) {
                settings.put(key.toString(), value.toString());
              }
            });
    settings.put("assay.device", device);
    settings.put("assay.threads", String.valueOf(threads));
    settings.put("assay.accepted", accepted);
    settings.put("assay.download", String.valueOf(download));
    settings.put("assay.cache.dir", cache().toString());
    settings.put("assay.sequential", String.valueOf(sequential));
    if (parity != null) {
      settings.put("assay.parity", parity);
    }
    if (memory != null) {
      settings.put("assay.memory", memory);
    }
    if (cacheLimit != null) {
      settings.put("assay.cache.limit", cacheLimit);
    }
    return settings;
  }

  /** Where a line can be written over, or null. */
  final @Nullable PrintStream terminal() {
    MavenExecutionRequest request = session.getRequest();
    return Terminal.stream(
        new Terminal(
            Terminal.hasConsole(),
            request.isInteractiveMode(),
            request.getDegreeOfConcurrency() > 1,
            request.getTransferListener() == null
                ? ""
                : request.getTransferListener().getClass().getSimpleName(),
            System.getProperty("os.name"),
            System.getenv()));
  }

  final Path cache() {
    return cacheDirectory == null ? UserCache.directory() : cacheDirectory.toPath();
  }

  final Path java() {
    Toolchain jdk = toolchains.getToolchainFromBuildContext("jdk", session);
    String java = jdk == null ? null : jdk.findTool("java");
    return java == null ? Path.of(System.getProperty("java.home"), "bin", "java") : Path.of(java);
  }
}
