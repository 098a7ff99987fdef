package org.modelassay.junit.execution;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.UserCache;
import org.modelassay.evaluation.Settings;

/**
 * Reads the settings of a run. The one place that knows their keys and defaults.
 *
 * <p>The platform looks a key up in the request, then in the system properties, then in {@code
 * junit-platform.properties}.
 */
public final class SettingsReader {
  private static final long GIBIBYTE = 1L << 30;
  private static final Pattern SIZE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgt]?)(?:i?b)?", Pattern.CASE_INSENSITIVE);

  private final Function<String, Optional<String>> parameters;

  /**
   * Creates a reader.
   *
   * @param parameters looks a key up
   */
  public SettingsReader(Function<String, Optional<String>> parameters) {
    this.parameters = parameters;
  }

  /**
   * The settings.
   *
   * @throws AssayException when a value cannot be used: names key and value
   */
  public Settings read() {
    Path working = Path.of("").toAbsolutePath();
    String baseValue = get("assay.basedir");
    Path base = baseValue == null ? working : path("assay.basedir", baseValue, working);
    if (!Files.isDirectory(base)) {
      throw new AssayException(
          "assay.basedir=" + base + " is not a directory; give the module's, or leave it out");
    }
    String record = get("assay.record");
    String accepted = get("assay.accepted");
    String cache = get("assay.cache.dir");
    String device = get("assay.device");
    return new Settings(
        base,
        record == null ? defaultRecord(base) : path("assay.record", record, base),
        path("assay.accepted", accepted == null ? "src/assay/accepted.json" : accepted, base),
        cache == null ? UserCache.directory() : path("assay.cache.dir", cache, base),
        size("assay.cache.limit", 10 * GIBIBYTE),
        device == null ? "auto" : device,
        threads(),
        size("assay.memory", 0),
        truth("assay.download"),
        truth("assay.sequential"),
        parity());
  }

  /** A value without blanks around it; null when there is none or it is blank. */
  private @Nullable String get(String key) {
    return parameters.apply(key).map(String::strip).filter(it -> !it.isEmpty()).orElse(null);
  }

  private static Path path(String key, String value, Path base) {
    try {
      return base.resolve(value).normalize();
    } catch (InvalidPathException e) {
      throw new AssayException(key + "=" + value + " is no path: " + e.getReason(), e);
    }
  }

  private int threads() {
    String value = get("assay.threads");
    if (value == null) {
      return 0;
    }
    try {
      int threads = Integer.parseInt(value);
      if (threads >= 0) {
        return threads;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, with the negative ones.
    }
    throw new AssayException(
        "assay.threads=" + value + " is no number of threads; give 0 (libtorch decides) or more");
  }

  private boolean truth(String key) {
    String value = get(key);
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw new AssayException(key + "=" + value + " is neither true nor false");
  }

  private boolean parity() {
    String value = get("assay.parity");
    if (value != null && !value.equals("hf")) {
      throw new AssayException(
          "assay.parity=" + value + " is unknown; give hf, or leave it out for float32 logits");
    }
    return value != null;
  }

  private long size(String key, long standard) {
    String value = get(key);
    if (value == null) {
      return standard;
    }
    Matcher matcher = SIZE.matcher(value);
    if (!matcher.matches()) {
      throw new AssayException(key + "=" + value + " is no size; give bytes, or such as 10GiB");
    }
    int power = "kmgt".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
    long unit = matcher.group(2).isEmpty() ? 1 : 1L << (10 * power);
    try {
      return new BigDecimal(matcher.group(1))
          .multiply(BigDecimal.valueOf(unit))
          .setScale(0, RoundingMode.DOWN)
          .longValueExact();
    } catch (ArithmeticException tooLarge) {
      throw new AssayException(key + "=" + value + " is too large", tooLarge);
    }
  }

  /**
   * Runs beside the plugin's leave their records in a place of their own, which no goal judges; in
   * a directory that is no Maven module none is written.
   */
  private static @Nullable Path defaultRecord(Path base) {
    if (!Files.exists(base.resolve("pom.xml")) && !Files.isDirectory(base.resolve("target"))) {
      return null;
    }
    String time =
        LocalDateTime.now(java.time.ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT));
    return base.resolve("target/assay/runs")
        .resolve(time + "-" + ProcessHandle.current().pid() + ".json");
  }
}
