package org.modelassay.torch;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.modelassay.Sha256;

/**
 * A TorchScript program kept as text in this package's resources, packed into an archive in memory
 * and compiled by libtorch.
 *
 * <p>Calls take and give {@link Tensor}s, dictionaries of them, numbers and strings. Nothing here
 * knows a model.
 */
final class Program implements AutoCloseable {
  private static final String[] TEXTS = {
    "adapter",
    "blocks",
    "decoder",
    "encoder",
    "experts",
    "gguf",
    "heads",
    "quantized",
    "recurrent",
    "training",
    "weights"
  };

  // Asked for with every reading.
  private static final String DIGEST = digestOfTexts();

  /**
   * The optimiser recompiles for each new shape; scoring has many. It is a setting of the thread.
   */
  private static final ThreadLocal<Boolean> OPTIMISER_OFF =
      ThreadLocal.withInitial(
          () -> {
            JniUtils.setGraphExecutorOptimize(false);
            return true;
          });

  private final PtNDManager manager;
  private final PtSymbolBlock block;

  /**
   * Compiles a program.
   *
   * @param qualifiedClass such as {@code decoder.Decoder}
   * @param attributes values of the attributes that the class declares
   */
  Program(String qualifiedClass, Map<String, Object> attributes) {
    Torch.start();
    manager = (PtNDManager) NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
    try {
      block = JniUtils.loadModule(manager, archive(qualifiedClass, attributes), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hex SHA-256 of all program texts: a reading made by other texts is another reading. */
  static String digest() {
    return DIGEST;
  }

  private static String digestOfTexts() {
    MessageDigest sha = Sha256.digest();
    for (String text : TEXTS) {
      sha.update(text(text));
    }
    return Sha256.hex(sha);
  }

  /**
   * Runs a method whose result is a tensor.
   *
   * @param arguments {@link Tensor}, {@code Map<String, Tensor>}, {@code List<Tensor>}, {@code
   *     int[]}, {@code long[]} (list of integers), Integer, Long, Boolean, Double, String
   */
  Tensor tensor(String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return new Tensor(result.toTensor(manager));
    }
  }

  /** Runs a method whose result is a truth value. */
  boolean truth(String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return result.toBoolean();
    }
  }

  /** Runs a method whose result is a list of tensors. */
  List<Tensor> tensors(String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      return list(result);
    }
  }

  /**
   * Runs a method whose result is a tuple of tensors and lists of tensors; a list is unfolded in
   * place.
   */
  List<Tensor> tuple(String method, Object... arguments) {
    try (IValue result = run(method, arguments)) {
      var all = new ArrayList<Tensor>();
      for (IValue part : result.toIValueTuple()) {
        try (part) {
          if (part.isTensor()) {
            all.add(new Tensor(part.toTensor(manager)));
          } else {
            all.addAll(list(part));
          }
        }
      }
      return all;
    }
  }

  /**
   * Runs a method that takes a dictionary and tensors and gives a tensor, and remembers how, so
   * that {@link Tensor#backward} finds the gradients of those that learn. All other calls run in
   * inference mode.
   */
  Tensor differentiable(String method, Map<String, Tensor> dictionary, Tensor... arguments) {
    OPTIMISER_OFF.get();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    var list = new NDList();
    try {
      // DJL makes a dictionary of arrays whose names have a dot, and reads the method's name
      // likewise.
      dictionary.forEach((name, tensor) -> list.add(named(tensor, "dictionary." + name)));
      for (Tensor argument : arguments) {
        list.add(named(argument, ""));
      }
      try (NDArray name = manager.create(0L)) {
        name.setName("module_method:" + method);
        list.add(name);
        return new Tensor((PtNDArray) IValueUtils.forward(block, list, true).get(0));
      }
    } catch (EngineException e) {
      throw TorchException.of(method, e);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  private static NDArray named(Tensor tensor, String name) {
    PtNDArray array = tensor.array();
    array.setName(name);
    return array;
  }

  /** Runs a method for its effect. */
  void call(String method, Object... arguments) {
    run(method, arguments).close();
  }

  private List<Tensor> list(IValue value) {
    var all = new ArrayList<Tensor>();
    for (PtNDArray array : value.toTensorArray(manager)) {
      all.add(new Tensor(array));
    }
    return all;
  }

  private IValue run(String method, Object... arguments) {
    OPTIMISER_OFF.get();
    var values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      return IValueUtils.runMethod(block, method, values);
    } catch (EngineException e) {
      throw TorchException.of(method, e);
    } finally {
      for (IValue value : values) {
        if (value != null) {
          value.close();
        }
      }
    }
  }

  private IValue value(Object argument) {
    if (argument instanceof Tensor tensor) {
      return IValue.from(tensor.array());
    } else if (argument instanceof Integer i) {
      return IValue.from(i.longValue());
    } else if (argument instanceof Long l) {
      return IValue.from(l.longValue());
    } else if (argument instanceof Boolean b) {
      return IValue.from(b.booleanValue());
    } else if (argument instanceof Double d) {
      return IValue.from(d.doubleValue());
    } else if (argument instanceof String s) {
      return IValue.from(s);
    } else if (argument instanceof long[] longs) {
      return IValue.listFrom(longs);
    } else if (argument instanceof List<?> list) {
      return IValue.listFrom(
          list.stream().map(t -> ((Tensor) t).array()).toArray(PtNDArray[]::new));
    } else if (argument instanceof Map<?, ?> map) {
      var arrays = new java.util.LinkedHashMap<String, PtNDArray>();
      map.forEach((name, tensor) -> arrays.put((String) name, ((Tensor) tensor).array()));
      return IValue.stringMapFrom(arrays);
    }
    throw new IllegalArgumentException("no program takes a " + argument.getClass().getName());
  }

  private static InputStream archive(String qualifiedClass, Map<String, Object> attributes)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "assay/data.pkl", Pickle.object(qualifiedClass, attributes));
      for (String text : TEXTS) {
        put(zip, "assay/code/__torch__/" + text + ".py", text(text));
      }
      put(zip, "assay/constants.pkl", Pickle.emptyTuple());
      put(zip, "assay/version", "10\n".getBytes(StandardCharsets.US_ASCII));
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static byte[] text(String name) {
    try (InputStream in = Program.class.getResourceAsStream(name + ".py")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the program text " + name + ".py");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var entry = new ZipEntry(name);
    var crc = new CRC32();
    crc.update(content);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}
