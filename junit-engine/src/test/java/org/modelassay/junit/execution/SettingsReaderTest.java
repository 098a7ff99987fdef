package org.modelassay.junit.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;
import org.modelassay.UserCache;
import org.modelassay.evaluation.Settings;

class SettingsReaderTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  Path base;

  @Test
  void defaults() {
    Settings settings = new SettingsReader(key -> Optional.empty()).read();

    Path working = Path.of("").toAbsolutePath();
    assertThat(settings.base()).isEqualTo(working);
    assertThat(settings.accepted()).isEqualTo(working.resolve("src/assay/accepted.json"));
    assertThat(settings.cache()).isAbsolute();
    assertThat(settings.cacheLimitBytes()).isEqualTo(10L * 1024 * 1024 * 1024);
    assertThat(settings.device()).isEqualTo("auto");
    assertThat(settings.threads()).isZero();
    assertThat(settings.memoryBytes()).isZero();
  }

  @Test
  void everyKeyIsReadAndPathsStartAtTheBase() {
    Settings settings =
        read(
            Map.of(
                "assay.record", "out/run.json",
                "assay.accepted", " accepted.json ",
                "assay.cache.dir", "cache",
                "assay.cache.limit", "5GiB",
                "assay.device", "cuda:1",
                "assay.threads", "4",
                "assay.memory", "8g",
                "assay.download", "true",
                "assay.sequential", "true",
                "assay.parity", "hf"));

    assertThat(settings)
        .isEqualTo(
            new Settings(
                base,
                base.resolve("out/run.json"),
                base.resolve("accepted.json"),
                base.resolve("cache"),
                5L << 30,
                "cuda:1",
                4,
                8L << 30,
                true,
                true,
                true));
  }

  @Test
  void aBlankValueIsNone() {
    assertThat(read(Map.of("assay.device", " ", "assay.memory", "")).device()).isEqualTo("auto");
  }

  @Test
  void outsideAMavenModuleNoRecordIsWrittenUnlessAskedFor() throws Exception {
    assertThat(read(Map.of()).record()).isNull();
    Files.createDirectory(base.resolve("target"));
    assertThat(read(Map.of()).record()).hasParentRaw(base.resolve("target/assay/runs"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1024, 1024",
    "10k, 10240",
    "1.5m, 1572864",
    "2 GiB, 2147483648",
    "3GB, 3221225472",
    "1T, 1099511627776",
    "7b, 7"
  })
  void sizes(String written, long bytes) {
    assertThat(read(Map.of("assay.memory", written)).memoryBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "assay.memory | a lot | assay.memory=a lot is no size; give bytes, or such as 10GiB",
        "assay.memory | -1 | assay.memory=-1 is no size; give bytes, or such as 10GiB",
        "assay.cache.limit | 99999999999T | assay.cache.limit=99999999999T is too large",
        "assay.threads | -1 | assay.threads=-1 is no number of threads; give 0 (libtorch decides) or more",
        "assay.threads | 2.5 | assay.threads=2.5 is no number of threads; give 0 (libtorch decides) or more",
        "assay.basedir | /no/such/dir | assay.basedir=/no/such/dir is not a directory; give the module's, or leave it out",
      })
  void aMistakeNamesKeyAndValue(String key, String value, String message) {
    assertThatThrownBy(
            () -> new SettingsReader(it -> Optional.of(value).filter(v -> it.equals(key))).read())
        .isInstanceOf(AssayException.class)
        .hasMessage(message);
  }

  @Test
  void theCacheIsWhereTheSystemKeepsCaches() {
    assertThat(UserCache.directory("Linux", "/home/a", Map.of()))
        .isEqualTo(Path.of("/home/a/.cache/assay"));
    assertThat(UserCache.directory("Linux", "/home/a", Map.of("XDG_CACHE_HOME", "/c")))
        .isEqualTo(Path.of("/c/assay"));
    assertThat(UserCache.directory("Mac OS X", "/Users/a", Map.of()))
        .isEqualTo(Path.of("/Users/a/Library/Caches/assay"));
    assertThat(UserCache.directory("Windows 11", "/u", Map.of("LOCALAPPDATA", "/u/local")))
        .isEqualTo(Path.of("/u/local/assay"));
  }

  private Settings read(Map<String, String> values) {
    return new SettingsReader(
            key ->
                key.equals("assay.basedir")
                    ? Optional.of(base.toString())
                    : Optional.ofNullable(values.get(key)))
        .read();
  }
}
