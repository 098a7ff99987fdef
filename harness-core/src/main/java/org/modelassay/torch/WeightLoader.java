package org.modelassay.torch;

import java.util.ArrayList;
import java.util.List;
import org.modelassay.AssayException;
import org.modelassay.model.Weight;
import org.modelassay.model.checkpoint.ComputedTensor;
import org.modelassay.model.checkpoint.StoredTensor;
import org.modelassay.model.checkpoint.StoredType;
import org.modelassay.model.checkpoint.TensorSource;

/**
 * Brings weights from their files to a device: mapped, computed from what is stored, treated, cast.
 * Files stay mapped as long as a tensor aliases them; until this is closed, others that map them
 * share the pages.
 */
final class WeightLoader implements AutoCloseable {
  private final WeightTreatment treatment;
  private final Precision precision;
  private final Device device;
  private final MappedFiles files = new MappedFiles();

  WeightLoader(WeightTreatment treatment, Precision precision, Device device) {
    this.treatment = treatment;
    this.precision = precision;
    this.device = device;
  }

  /**
   * Loads a weight.
   *
   * @throws AssayException when it holds NaN or infinity
   */
  Tensor load(Weight weight, TensorSource source) {
    Program program = Programs.weights();
    Tensor tensor = values(source);
    if (!program.truth("finite", tensor)) {
      tensor.close();
      throw new AssayException(
          source.file()
              + ": tensor "
              + source.name()
              + " holds NaN or infinity; the checkpoint is damaged or overflowed when"
              + " it was saved");
    }
    // Treatments are defined in float32, so a treated weight is widened first and cast after.
    if (weight.treated() && treatment != WeightTreatment.NONE) {
      tensor = treatment.apply(weight, cast(tensor, Precision.FLOAT32), DecoderLoader.OPERATIONS);
    }
    return cast(tensor, weight.wide() ? Precision.FLOAT32 : precision);
  }

  /** The same tensor where that changes nothing. */
  private static Tensor cast(Tensor tensor, Precision to) {
    try (tensor) {
      return Programs.weights().tensor("cast", tensor, to.code());
    }
  }

  /** As it is stored, or computed of what is: neither looked through, treated nor cast. */
  Tensor values(TensorSource source) {
    if (source instanceof StoredTensor stored) {
      return read(stored);
    }
    return compute((ComputedTensor) source);
  }

  private Tensor read(StoredTensor stored) {
    Program program = Programs.weights();
    Tensor file = files.bytes(stored.file());
    return program.tensor(
        "read",
        file,
        stored.offset(),
        stored.bytes(),
        stored.type().bytes(),
        code(stored.type()),
        stored.shape(),
        device.name());
  }

  private Tensor compute(ComputedTensor computed) {
    String function = computed.function();
    int dot = function.indexOf('.');
    var loaded = new ArrayList<Tensor>();
    try {
      var arguments = new ArrayList<Object>();
      for (Object argument : computed.arguments()) {
        if (argument instanceof TensorSource source) {
          arguments.add(values(source, loaded));
        } else if (argument instanceof List<?> list) {
          var tensors = new ArrayList<Tensor>();
          for (Object each : list) {
            tensors.add(values((TensorSource) each, loaded));
          }
          arguments.add(tensors);
        } else {
          arguments.add(argument);
        }
      }
      return Programs.treating(function.substring(0, dot))
          .tensor(function.substring(dot + 1), arguments.toArray());
    } catch (TorchException e) {
      if (e.outOfMemory()) {
        throw e;
      }
      throw new AssayException(
          computed.file()
              + ": tensor "
              + computed.name()
              + " cannot be computed from what is stored: "
              + e.getMessage(),
          e);
    } finally {
      loaded.forEach(Tensor::close);
    }
  }

  private Tensor values(TensorSource source, List<Tensor> loaded) {
    Tensor tensor = values(source);
    loaded.add(tensor);
    return tensor;
  }

  /** The number of a type in libtorch. */
  private static int code(StoredType type) {
    return switch (type) {
      case F64 -> 7;
      case F32 -> 6;
      case F16 -> 5;
      case BF16 -> 15;
      case F8_E4M3 -> 24;
      case F8_E5M2 -> 23;
      case I64 -> 4;
      case I32 -> 3;
      case I16 -> 2;
      case I8 -> 1;
      case U8 -> 0;
      case BOOL -> 11;
    };
  }

  @Override
  public void close() {
    files.close();
  }
}
