package org.modelassay.evaluation;

import java.nio.file.Path;
import org.modelassay.model.DType;
import org.modelassay.model.ModelSource;

/** What programs that print tables of real models begin with. */
public final class Tables {
  private Tables() {}

  /** On the processor, in this folder, without a record; readings stay in the cache. */
  public static Settings settings(Path cache) {
    return new Settings(
        Path.of("").toAbsolutePath(),
        null,
        cache.resolve("accepted.json"),
        cache,
        1L << 36,
        "cpu",
        0,
        0,
        false,
        false,
        false);
  }

  /** A model in float32, with a treatment or none. */
  public static ModelSource source(Path model, String treatment) {
    return new ModelSource(model.toString(), treatment, DType.FLOAT32);
  }
}
