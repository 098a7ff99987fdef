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
            0,
            null,
            directory.resolve("cache"),
            directory.resolve("accepted.json"),
            new Workspace(directory.resolve("target/assay")));
    assertThat(lines)
        .contains(
            "Java       /jdk/bin/java",
            "Device     auto (a GPU where one computes)",
            "Threads    libtorch decides",
            "Models     may take half of the memory",
            "Natives    pytorch-native-cpu-2.7.1-linux-x86_64.jar",
            "Libraries  assay-junit-engine-0.1.0, api-0.36.0",
            "Readings   " + directory.resolve("cache") + ", 3.0 MiB",
            "Accepted   " + directory.resolve("accepted.json") + " is missing: mvn assay:accept",
            "Last run   none: mvn assay:evaluate");
  }

  @Test
  void sizesAreInBinaryUnits() {
    assertThat(Diagnosis.size(1023)).isEqualTo("1023 bytes");
    assertThat(Diagnosis.size(1536)).isEqualTo("1.5 KiB");
    assertThat(Diagnosis.size(25L << 30)).isEqualTo("25.0 GiB");
  }
}
