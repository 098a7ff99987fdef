package org.modelassay.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the native libraries of the fork. DJL takes, in this order: the directory that {@code
 * PYTORCH_LIBRARY_PATH} names, a jar on the class path, a download. A jar is for the CPU; it is
 * left off the class path where one of the others is asked for.
 *
 * @param testClassPath the module's test class path
 * @param environment Maven's environment
 * @param download whether DJL may download what is missing
 */
record Natives(List<Path> testClassPath, Map<String, String> environment, boolean download) {
  private static final Pattern JAR = Pattern.compile("pytorch-native-.*\\.jar");
  private static final Pattern JNI = Pattern.compile("pytorch-jni-([^-]+)-.*\\.jar");

  /** The class path of the fork. */
  List<Path> classPath() {
    boolean other = download || libraryPath() != null;
    return testClassPath.stream().filter(entry -> !(other && isNative(entry))).toList();
  }

  /** Environment variables of the fork; an empty value removes one. */
  Map<String, String> variables() throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("OPT_OUT_TRACKING", "true");
    variables.put("RUST_FLAVOR", "cpu"); // the tokenizers; else a CUDA build is looked for
    if (!environment.containsKey("OMP_WAIT_POLICY")) {
      // Threads that spin while they wait starve each other where cores are shared: half the speed
      // on a busy machine, nothing gained on an idle one.
      variables.put("OMP_WAIT_POLICY", "PASSIVE");
    }
    if (!download) {
      variables.put("DJL_OFFLINE", "true");
    }
    String libraries = libraryPath();
    if (libraries != null) {
      // Without them DJL asks for builds that its JNI jar does not have.
      String version = version();
      if (version != null && !environment.containsKey("PYTORCH_VERSION")) {
        variables.put("PYTORCH_VERSION", version);
      }
      if (!environment.containsKey("PYTORCH_FLAVOR")) {
        variables.put("PYTORCH_FLAVOR", hasCuda(Path.of(libraries)) ? "cu128" : "cpu");
      }
    } else if (!download) {
      // They would make DJL pass over the jar and download.
      variables.put("PYTORCH_VERSION", "");
      variables.put("PYTORCH_FLAVOR", "");
    }
    return variables;
  }

  /** One line for people: which natives the fork will load, or what to add. */
  String describe() {
    String libraries = libraryPath();
    if (libraries != null) {
      return "from PYTORCH_LIBRARY_PATH=" + libraries;
    }
    if (download) {
      return "DJL downloads them (assay.download)";
    }
    List<String> jars =
        testClassPath.stream().filter(Natives::isNative).map(Natives::fileName).toList();
    if (!jars.isEmpty()) {
      return String.join(", ", jars);
    }
    String version = version();
    return "none on the test class path: add ai.djl.pytorch:pytorch-native-cpu:"
        + (version == null ? "VERSION" : version)
        + " with classifier "
        + classifier(System.getProperty("os.name"), System.getProperty("os.arch"))
        + " and scope runtime, or set PYTORCH_LIBRARY_PATH to the lib directory of a libtorch"
        + (version == null ? "" : " " + version);
  }

  /** DJL's name of a platform, such as {@code linux-x86_64}. */
  static String classifier(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT);
    String name = system.startsWith("windows") ? "win" : system.startsWith("mac") ? "osx" : "linux";
    return name + "-" + (arch.equals("amd64") ? "x86_64" : arch);
  }

  private @Nullable String libraryPath() {
    String path = environment.get("PYTORCH_LIBRARY_PATH");
    return path == null || path.isBlank() ? null : path;
  }

  /** The libtorch version that the JNI jar of the class path is made for. */
  private @Nullable String version() {
    for (Path entry : testClassPath) {
      Matcher jni = JNI.matcher(fileName(entry));
      if (jni.matches()) {
        return jni.group(1);
      }
    }
    return null;
  }

  private static boolean hasCuda(Path libraries) throws IOException {
    if (!Files.isDirectory(libraries)) {
      return false;
    }
    try (var files = Files.list(libraries)) {
      return files.anyMatch(file -> fileName(file).contains("torch_cuda"));
    }
  }

  private static boolean isNative(Path entry) {
    return JAR.matcher(fileName(entry)).matches();
  }

  private static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
