package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisTest {
  @TempDir Path directory;

  @Test
  void saysWhatARunWouldMeet() throws Exception {
    Path cache = Files.createDirectories(directory.resolve("cache/reading"));
    Files.write(cache.resolve("segment"), new byte[3 << 20]);
    var natives =
        new Natives(
            List.of(
                Path.of("/repo/assay-junit-engine-0.1.0.jar"),
                Path.of("/repo/api-0.36.0.jar"),
                Path.of("/repo/unrelated-1.jar"),
                Path.of("/repo/pytorch-native-cpu-2.7.1-linux-x86_64.jar")),
            Map.of(),
            false);
    List<String> lines =
        Diagnosis.of(
            natives,
            Path.of("/jdk/bin/java"),
            "auto",
            List.of("0, NVIDIA H100 80GB HBM3, 81559 MiB", "1, NVIDIA L4, 23034 MiB"),
            0,
            null,
            directory.resolve("cache"),
            directory.resolve("accepted.json"),
            new Workspace(directory.resolve("target/assay")));
    assertThat(lines)
        .contains(
            "Java       /jdk/bin/java",
            "Device     auto (a GPU where one computes)",
            "GPUs       0, NVIDIA H100 80GB HBM3, 81559 MiB; 1, NVIDIA L4, 23034 MiB",
            "Threads    libtorch decides",
            "Models     may take half of the memory",
            "Natives    pytorch-native-cpu-2.7.1-linux-x86_64.jar",
            "Libraries  assay-junit-engine-0.1.0, api-0.36.0",
            "Readings   " + directory.resolve("cache") + ", 3.0 MiB",
            "Accepted   " + directory.resolve("accepted.json") + " is missing: mvn assay:accept",
            "Last run   none: mvn assay:evaluate");
  }

  @Test
  void saysWhichDevicesWouldBeUsed() throws Exception {
    assertThat(devices("cuda:0,cuda:1"))
        .containsExactly(
            "Device     cuda:0,cuda:1 (a model's layers in 2 ranges)",
            "GPUs       none that nvidia-smi lists");
    assertThat(devices("cuda").get(0)).isEqualTo("Device     cuda (cuda:0)");
    assertThat(devices("cpu").get(0)).isEqualTo("Device     cpu");
  }

  private List<String> devices(String device) throws Exception {
    return Diagnosis.of(
            new Natives(List.of(), Map.of(), false),
            Path.of("/jdk/bin/java"),
            device,
            List.of(),
            0,
            null,
            directory.resolve("cache"),
            directory.resolve("accepted.json"),
            new Workspace(directory.resolve("target/assay")))
        .stream()
        .filter(line -> line.matches("(Device|GPUs) .*"))
        .toList();
  }

  @Test
  void gpusAreTheLinesOfTheDriversProgram() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    assertThat(Gpus.list(List.of("no-such-program-anywhere"))).isEmpty();
    assertThat(Gpus.list(List.of(java, "--no-such-option"))).isEmpty();
    assertThat(Gpus.list(List.of(java, "--version"))).isNotEmpty();
  }

  @Test
  void sizesAreInBinaryUnits() {
    assertThat(Diagnosis.size(1023)).isEqualTo("1023 bytes");
    assertThat(Diagnosis.size(1536)).isEqualTo("1.5 KiB");
    assertThat(Diagnosis.size(25L << 30)).isEqualTo("25.0 GiB");
  }
}
