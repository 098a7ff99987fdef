package org.modelassay.torch;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.TreeMap;
import org.modelassay.AssayException;

/** libtorch in this JVM: started at the first use, never twice. */
public final class Torch {
  private static boolean started;

  private Torch() {}

  /** Starts the engine when it is not yet there. */
  static synchronized void start() {
    if (started) {
      return;
    }
    if (System.getProperty("OPT_OUT_TRACKING") == null) {
      System.setProperty("OPT_OUT_TRACKING", "true");
    }
    if (Platform.detectPlatform("pytorch").getOsPrefix().equals("linux")) {
      useHugePages();
    }
    try {
      Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      throw new AssayException(
          "libtorch cannot be started: "
              + e.getMessage()
              + ". Add the natives of this machine to the test class path: "
              + "ai.djl.pytorch:pytorch-native-cpu:"
              + version()
              + ":"
              + classifier()
              + ", or set PYTORCH_LIBRARY_PATH to the lib folder of a torch "
              + version()
              + " and PYTORCH_FLAVOR to cpu or cu128",
          e);
    }
    started = true;
  }

  /**
   * Asks libtorch for huge pages in arrays of 2 MiB and more: the system brings in new memory page
   * by page, a tenth of a matrix product's time with small ones. It reads the environment at its
   * first array; what the user has set stays.
   */
  private static void useHugePages() {
    NativeLibrary.getInstance("c")
        .getFunction("setenv")
        .invokeInt(new Object[] {"THP_MEM_ALLOC_ENABLE", "1", 0});
  }

  /**
   * Starts the engine beside what the caller does next, such as reading tokenizers. What is wrong
   * with it shows where it is first used.
   */
  public static void startBeside() {
    var starting =
        new Thread(
            () -> {
              try {
                Programs.weights();
                Programs.heads();
              } catch (RuntimeException | LinkageError e) {
                // Whoever needs the engine meets the same error, and can tell it.
              }
            },
            "assay-engine-start");
    starting.setDaemon(true);
    starting.start();
  }

  /**
   * Sets the number of threads that one operation may use.
   *
   * @param threads at least 1, or 0 for libtorch's default
   */
  public static void threads(int threads) {
    start();
    if (threads > 0) {
      JniUtils.setNumThreads(threads);
    }
  }

  /** Number of threads that one operation may use. */
  public static int threads() {
    start();
    return JniUtils.getNumThreads();
  }

  /** Names and versions of the libraries that compute. */
  public static Map<String, String> versions() {
    return new TreeMap<>(Map.of("djl", Engine.getDjlVersion(), "libtorch", version()));
  }

  private static String version() {
    return "2.7.1";
  }

  private static String classifier() {
    return Platform.detectPlatform("pytorch").getClassifier();
  }
}
