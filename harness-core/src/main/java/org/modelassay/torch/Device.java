package org.modelassay.torch;

import ai.djl.util.cuda.CudaUtils;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.modelassay.AssayException;
import org.modelassay.model.DType;
import org.modelassay.model.checkpoint.StoredType;

/**
 * Where a model computes. A device that was named is never replaced by another.
 *
 * @param name as libtorch names it: {@code cpu}, {@code cuda:0}, {@code mps}
 */
public record Device(String name) {
  /** The processor. */
  public static final Device CPU = new Device("cpu");

  /**
   * Finds the devices of a setting.
   *
   * @param setting as {@link #of} takes it, or several GPUs: {@code cuda:0,cuda:1}
   */
  public static List<Device> all(String setting) {
    if (!setting.contains(",")) {
      return List.of(of(setting));
    }
    List<String> names = List.of(setting.split("\\s*,\\s*", -1));
    if (!names.stream().allMatch(name -> name.matches("cuda:\\d+"))
        || Set.copyOf(names).size() < names.size()) {
      throw new AssayException(
          "assay.device is '"
              + setting
              + "'; several devices are GPUs, each named once, such as cuda:0,cuda:1");
    }
    return names.stream().map(Device::of).toList();
  }

  /**
   * Finds a device.
   *
   * @param setting {@code auto} (a GPU where a kernel runs on one, else the processor), {@code
   *     cpu}, {@code cuda}, {@code cuda:n} or {@code mps}
   */
  public static Device of(String setting) {
    switch (setting) {
      case "cpu" -> {
        return CPU;
      }
      case "auto" -> {
        Device cuda = new Device("cuda:0");
        return cuda.works() == null ? cuda : CPU;
      }
      default -> {
        if (!setting.matches("cuda(:\\d+)?|mps")) {
          throw new AssayException(
              "assay.device is '"
                  + setting
                  + "'; expected auto, cpu, cuda, cuda:n, mps, or several of cuda:n");
        }
        Device named = new Device(setting.equals("cuda") ? "cuda:0" : setting);
        String problem = named.works();
        if (problem != null) {
          throw new AssayException(
              "assay.device is '"
                  + setting
                  + "', but no kernel runs there: "
                  + problem
                  + ". Use assay.device=auto or cpu, or give a libtorch built for it (PYTORCH_LIBRARY_PATH)");
        }
        return named;
      }
    }
  }

  @org.jspecify.annotations.Nullable
  private String works() {
    try {
      return Programs.weights().truth("works", name) ? null : "it computed a wrong sum";
    } catch (TorchException e) {
      String message = String.valueOf(e.getMessage()).strip();
      return message.lines().reduce((a, b) -> b).orElse(message);
    }
  }

  /**
   * Bytes that may be used there: nine tenths of what the device has, since CUDA's context and
   * pieces too small to be used take some. Not what is free: sizes of passes follow from it, and
   * with them the last bits of figures. Nothing where it is not known.
   */
  public OptionalLong memory() {
    if (!name.startsWith("cuda:")) {
      return OptionalLong.empty();
    }
    int number = Integer.parseInt(name.substring("cuda:".length()));
    try {
      return OptionalLong.of(CudaUtils.getGpuMemory(ai.djl.Device.gpu(number)).getMax() / 10 * 9);
    } catch (RuntimeException | LinkageError e) {
      // Asked of libcudart, which may lie where only libtorch finds it.
      return OptionalLong.empty();
    }
  }

  /** The type that a model computes in there. */
  public Precision precision(DType wanted, StoredType stored) {
    return switch (wanted) {
      case FLOAT32 -> Precision.FLOAT32;
      case BFLOAT16 -> Precision.BFLOAT16;
      case FLOAT16 -> Precision.FLOAT16;
      case AUTO ->
          name.equals("cpu")
              ? Precision.FLOAT32
              : switch (stored) {
                case F64, F32 -> Precision.FLOAT32;
                case F16 -> Precision.FLOAT16;
                // 8 bits hold a weight, not an activation.
                default -> Precision.BFLOAT16;
              };
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
