package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {
  private static final Path JNI = Path.of("/repo/pytorch-jni-2.7.1-0.36.0.jar");
  private static final Path JAR = Path.of("/repo/pytorch-native-cpu-2.7.1-linux-x86_64.jar");

  @TempDir Path libtorch;

  @Test
  void theJarServesByDefaultAndNothingIsDownloaded() throws Exception {
    var natives = new Natives(List.of(JNI, JAR), Map.of("PYTORCH_VERSION", "2.5.1"), false);
    assertThat(natives.classPath()).containsExactly(JNI, JAR);
    assertThat(natives.variables())
        .containsEntry("DJL_OFFLINE", "true")
        .containsEntry("OPT_OUT_TRACKING", "true")
        .containsEntry("PYTORCH_VERSION", "");
    assertThat(natives.describe()).isEqualTo("pytorch-native-cpu-2.7.1-linux-x86_64.jar");
  }

  @Test
  void aLibtorchOfTheUsersOwnReplacesTheJar() throws Exception {
    var natives = own(Map.of("PYTORCH_LIBRARY_PATH", libtorch.toString()));
    assertThat(natives.classPath()).containsExactly(JNI);
    assertThat(natives.variables())
        .containsEntry("PYTORCH_VERSION", "2.7.1")
        .containsEntry("PYTORCH_FLAVOR", "cpu");

    Files.createFile(libtorch.resolve("libtorch_cuda.so"));
    assertThat(natives.variables()).containsEntry("PYTORCH_FLAVOR", "cu128");
    assertThat(natives.describe()).isEqualTo("from PYTORCH_LIBRARY_PATH=" + libtorch);
  }

  @Test
  void whatTheUserSaysOfItStands() throws Exception {
    var natives =
        own(
            Map.of(
                "PYTORCH_LIBRARY_PATH", libtorch.toString(),
                "PYTORCH_VERSION", "2.7.1",
                "PYTORCH_FLAVOR", "cu126"));
    assertThat(natives.variables()).doesNotContainKeys("PYTORCH_VERSION", "PYTORCH_FLAVOR");
  }

  @Test
  void aDownloadIsMadeOnlyWhereItIsAskedFor() throws Exception {
    var natives = new Natives(List.of(JNI, JAR), Map.of(), true);
    assertThat(natives.classPath()).containsExactly(JNI);
    assertThat(natives.variables()).doesNotContainKey("DJL_OFFLINE");
  }

  @Test
  void namesTheDependencyThatIsMissing() {
    var natives = new Natives(List.of(JNI), Map.of(), false);
    assertThat(natives.describe())
        .startsWith(
            "none on the test class path: add ai.djl.pytorch:pytorch-native-cpu:2.7.1 with"
                + " classifier ");
    assertThat(Natives.classifier("Linux", "amd64")).isEqualTo("linux-x86_64");
    assertThat(Natives.classifier("Mac OS X", "aarch64")).isEqualTo("osx-aarch64");
    assertThat(Natives.classifier("Windows 11", "amd64")).isEqualTo("win-x86_64");
  }

  private static Natives own(Map<String, String> environment) {
    return new Natives(List.of(JNI, JAR), environment, false);
  }
}
