package org.modelassay.evaluation;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.modelassay.generation.SentenceEncoder;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.ModelLocator;
import org.modelassay.model.ModelSource;
import org.modelassay.model.encoder.EncoderFiles;
import org.modelassay.model.hub.DownloadProgress;
import org.modelassay.model.hub.Hub;
import org.modelassay.reading.LocalModel;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.Device;
import org.modelassay.torch.WeightTreatment;
import org.modelassay.treatment.Treatment;

/** Models that stay loaded while a JVM makes several runs. Closing it frees them. */
public final class Session implements AutoCloseable {
  private final Map<Key, LocalModel> models = new LinkedHashMap<>();
  private final Map<String, List<Device>> devices = new LinkedHashMap<>();
  private final List<LocalModel> leastRecentlyUsed = new ArrayList<>();
  private final Map<Path, SentenceEncoder> encoders = new LinkedHashMap<>();
  private final Set<Path> readable = new HashSet<>();

  /** Creates an empty session: nothing is loaded, no native library either. */
  public Session() {}

  /** The devices that a setting names; found once. */
  List<Device> devices(String setting) {
    return devices.computeIfAbsent(setting, Device::all);
  }

  /** Opens a model, or finds it open; loads no weights. */
  LocalModel open(ModelSource source, Settings settings, DownloadProgress progress) {
    ModelLocator locator = locator(settings, progress);
    var place = locator.locate(source.location());
    Path location = place.path();
    WeightTreatment treatment = WeightTreatment.NONE;
    String text = "";
    if (!source.treatment().isBlank()) {
      Treatment parsed = Treatment.parse(source.treatment());
      treatment = parsed;
      text = parsed.toString();
    }
    var key = new Key(location, stamp(location), text, source.dtype().name(), settings.device());
    LocalModel open = models.get(key);
    if (open == null) {
      ModelFiles opened = files(location, key.stamp(), locator);
      try {
        open =
            new LocalModel(
                source.toString(),
                opened,
                place.commit(),
                text,
                treatment,
                source.dtype(),
                devices(settings.device()),
                settings.cache().resolve("digests"));
      } catch (RuntimeException e) {
        opened.close();
        throw e;
      }
      models.put(key, open);
    }
    return open;
  }

  private static ModelLocator locator(Settings settings, DownloadProgress progress) {
    return new ModelLocator(
        settings.base(), new Hub(System.getenv(), settings.download(), progress));
  }

  /** Refuses a sentence encoder that cannot be read; opens its files once and loads no weights. */
  void checkEncoder(String location, Settings settings, DownloadProgress progress) {
    Path path = locator(settings, progress).locate(location).path();
    if (!readable.contains(path)) {
      EncoderFiles.open(path).close();
      readable.add(path);
    }
  }

  /** A sentence encoder, loaded at the first call. It stays: next to decoders it is small. */
  SentenceEncoder encoder(String location, Settings settings, DownloadProgress progress) {
    return encoders.computeIfAbsent(
        locator(settings, progress).locate(location).path(),
        path -> SentenceEncoder.load(path, devices(settings.device()).get(0)));
  }

  /** The files of a model, opened once for all that are made of them. */
  private ModelFiles files(Path location, String stamp, ModelLocator locator) {
    for (Map.Entry<Key, LocalModel> model : models.entrySet()) {
      if (model.getKey().location().equals(location) && model.getKey().stamp().equals(stamp)) {
        return model.getValue().directory().share();
      }
    }
    return ModelFiles.open(location, base -> locator.locate(base).path());
  }

  /**
   * What changes when a model's files do, so that a rewritten model is opened anew. To a file
   * belong those beside it: other parts, a tokenizer.
   */
  private static String stamp(Path location) {
    Path directory =
        Files.isRegularFile(location) ? location.toAbsolutePath().resolveSibling("") : location;
    File[] files = directory.toFile().listFiles();
    if (files == null) {
      return "";
    }
    Arrays.sort(files);
    var stamp = new StringBuilder();
    for (File file : files) {
      stamp
          .append(file.getName())
          .append(file.length())
          .append('@')
          .append(file.lastModified())
          .append(' ');
    }
    return stamp.toString();
  }

  /**
   * The decoder of a model, loaded when it is not. When all loaded ones do not fit in memory, those
   * longest unused go; before one goes, it is read for everything that is still wanted of it.
   *
   * @param limitBytes memory for weights, 0 for half of the machine's, or what its GPUs have
   * @param finish reads what is still wanted of a model
   */
  Decoder decoder(LocalModel model, long limitBytes, Consumer<LocalModel> finish) {
    long limit = limitBytes > 0 ? limitBytes : model.capacity().orElseGet(() -> limit(limitBytes));
    while (!model.loaded()) {
      LocalModel victim = null;
      long taken = 0;
      for (LocalModel loaded : leastRecentlyUsed) {
        if (loaded != model) {
          taken += loaded.bytes();
          victim = victim == null ? loaded : victim;
        }
      }
      if (victim == null || taken + model.bytes() <= limit) {
        break;
      }
      leastRecentlyUsed.remove(victim);
      try {
        finish.accept(victim);
      } finally {
        victim.unload();
        leastRecentlyUsed.remove(victim);
      }
    }
    leastRecentlyUsed.remove(model);
    leastRecentlyUsed.add(model);
    return model.decoder();
  }

  private static long limit(long limitBytes) {
    return limitBytes > 0 ? limitBytes : physicalMemory() / 2;
  }

  /** Bytes that a pass may take beside loaded weights: half of what they leave. */
  long workspace(long limitBytes) {
    return Math.max(0, physicalMemory() - limit(limitBytes)) / 2;
  }

  static long physicalMemory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  @Override
  public void close() {
    models.values().forEach(LocalModel::close);
    models.clear();
    encoders.values().forEach(SentenceEncoder::close);
    encoders.clear();
    leastRecentlyUsed.clear();
  }

  private record Key(Path location, String stamp, String treatment, String dtype, String device) {}
}
