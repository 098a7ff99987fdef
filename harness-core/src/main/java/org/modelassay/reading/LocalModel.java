package org.modelassay.reading;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.model.DType;
import org.modelassay.model.DecodingCost;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Tokenizer;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.Device;
import org.modelassay.torch.OutputHead;
import org.modelassay.torch.Placement;
import org.modelassay.torch.Precision;
import org.modelassay.torch.WeightTreatment;

/**
 * A model on this machine: its directory opened, its weights loaded when they are first needed and
 * freed when they must make room.
 */
public final class LocalModel implements TextModel, AutoCloseable {
  private final String name;
  private final ModelFiles directory;
  private final String commit;
  private final String treatmentText;
  private final WeightTreatment treatment;
  private final List<Device> devices;
  private final Precision precision;
  private final CompletableFuture<String> fingerprint;
  private @Nullable Placement placement;
  private @Nullable Decoder decoder;
  private @Nullable OutputHead head;

  /**
   * Opens a model; loads nothing.
   *
   * @param name how messages name it
   * @param directory the opened directory; closed with this model
   * @param commit commit of the hub that it is, empty for a model of this machine
   * @param treatmentText canonical text of the treatment, empty for none
   * @param treatment what is done to the weights at load
   * @param dtype the type it is to compute in
   * @param devices where, in the order of the layers
   * @param digests folder where digests of files are kept
   */
  public LocalModel(
      String name,
      ModelFiles directory,
      String commit,
      String treatmentText,
      WeightTreatment treatment,
      DType dtype,
      List<Device> devices,
      Path digests) {
    this.name = name;
    this.directory = directory;
    this.commit = commit;
    this.treatmentText = treatmentText;
    this.treatment = treatment;
    this.devices = List.copyOf(devices);
    this.precision = devices.get(0).precision(dtype, directory.storedType());
    this.fingerprint = directory.fingerprint(digests);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Tokenizer tokenizer() {
    return directory.tokenizer();
  }

  @Override
  public int contextLength() {
    return directory.shape().context();
  }

  @Override
  public int vocabularySize() {
    return directory.shape().vocabulary();
  }

  @Override
  public SortedSet<Integer> endTokens() {
    return directory.endTokens();
  }

  @Override
  public int layers() {
    return directory.shape().layers();
  }

  @Override
  public boolean hasMlps() {
    return directory.shape().hasMlps();
  }

  @Override
  public DecodingCost cost() {
    return directory.cost();
  }

  /** The directory. */
  public ModelFiles directory() {
    return directory;
  }

  /** The commit of the hub that it is, or empty. */
  public String commit() {
    return commit;
  }

  /** The type it computes in. */
  public Precision precision() {
    return precision;
  }

  /** What is done to its weights at load, in canonical text; empty for nothing. */
  public String treatment() {
    return treatmentText;
  }

  /** The kind of device that it computes on, such as {@code cpu}. */
  public String deviceKind() {
    return devices.get(0).name().replaceAll(":.*", "");
  }

  /** Hex SHA-256 over configuration, weights and treatment. */
  public String fingerprint() {
    String weights = weights();
    return treatmentText.isEmpty() ? weights : Sha256.hex(weights + "\n" + treatmentText);
  }

  private String weights() {
    try {
      return fingerprint.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof AssayException known ? known : e;
    }
  }

  /**
   * Names everything of this model that decides what it yields: weights, treatment, type, device
   * kind, programs.
   */
  public String identity() {
    return String.join(
        "\n", weights(), treatmentText, precision.name(), deviceKind(), Decoder.programDigest());
  }

  /** Where its layers lie. */
  private Placement placement() {
    Placement decided = placement;
    if (decided == null) {
      decided = Placement.of(directory, precision, devices, PassMemory.least(this));
      placement = decided;
    }
    return decided;
  }

  /** Puts its layers elsewhere before it is loaded. */
  void place(Placement there) {
    placement = there;
  }

  /**
   * Bytes that a pass may take beside the weights.
   *
   * @param ofMachine what it may take of the machine's memory, for a model that computes there
   */
  long workspace(long ofMachine) {
    return placement().room(directory, precision).orElse(ofMachine);
  }

  /**
   * Bytes that the weights of all loaded models may take on its GPUs together; nothing where it
   * computes in the machine's memory.
   */
  public OptionalLong capacity() {
    List<OptionalLong> each = devices.stream().map(Device::memory).toList();
    return each.stream().allMatch(OptionalLong::isPresent)
        ? OptionalLong.of(
            each.stream().mapToLong(memory -> memory.getAsLong() - PassMemory.least(this)).sum())
        : OptionalLong.empty();
  }

  /** Bytes that its weights take when loaded. */
  public long bytes() {
    return directory.parameters() * precision.bytes();
  }

  /** Whether its weights are there. */
  public boolean loaded() {
    return decoder != null;
  }

  /** Its decoder, loaded at the first call. */
  public Decoder decoder() {
    Decoder loaded = decoder;
    if (loaded == null) {
      loaded = Decoder.load(directory, treatment, precision, placement());
      decoder = loaded;
      if (head != null) {
        head.close();
        head = null;
      }
    }
    return loaded;
  }

  /** Its head: that of the loaded decoder, else loaded alone. No treatment touches a head. */
  OutputHead head() {
    if (decoder != null) {
      return decoder.head();
    }
    OutputHead loaded = head;
    if (loaded == null) {
      loaded = Decoder.loadHead(directory, precision, placement().last());
      head = loaded;
    }
    return loaded;
  }

  /** Frees the weights. */
  public void unload() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
    if (head != null) {
      head.close();
      head = null;
    }
  }

  @Override
  public void close() {
    unload();
    directory.close();
  }
}
