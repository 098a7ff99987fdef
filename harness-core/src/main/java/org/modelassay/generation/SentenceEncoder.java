package org.modelassay.generation;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.modelassay.AssayException;
import org.modelassay.model.encoder.EncoderFiles;
import org.modelassay.torch.Device;
import org.modelassay.torch.Encoder;

/**
 * Turns texts into vectors whose cosines say how alike the texts are. Equal to {@code
 * SentenceTransformer(directory).encode(texts)} of sentence-transformers, but that the text of a
 * special token inside a text is text.
 */
public final class SentenceEncoder implements AutoCloseable {
  /** Tokens of a batch, padding included. */
  private static final int BATCH_TOKENS = 4096;

  private final EncoderFiles files;
  private final Encoder encoder;

  private SentenceEncoder(EncoderFiles files, Encoder encoder) {
    this.files = files;
    this.encoder = encoder;
  }

  /**
   * Opens and loads an encoder.
   *
   * @param directory in the layout of sentence-transformers
   * @throws AssayException naming file and key when something is missing, damaged or not supported
   */
  public static SentenceEncoder load(Path directory, Device device) {
    EncoderFiles files = EncoderFiles.open(directory);
    try {
      return new SentenceEncoder(files, Encoder.load(files, device));
    } catch (RuntimeException | Error e) {
      files.close();
      throw e;
    }
  }

  /**
   * The embeddings of texts, in their order. The empty text has one too.
   *
   * <p>Texts of like length are computed side by side, so the last bits of a vector depend on the
   * other texts of the call.
   */
  public List<float[]> embed(List<String> texts) {
    List<int[]> rows = texts.parallelStream().map(files::tokens).toList();
    List<Integer> order =
        IntStream.range(0, rows.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> rows.get(i).length))
            .toList();
    float[][] vectors = new float[rows.size()][];
    for (int at = 0; at < order.size(); ) {
      int end = at + 1;
      while (end < order.size()
          && (long) rows.get(order.get(end)).length * (end - at + 1) <= BATCH_TOKENS) {
        end++;
      }
      List<Integer> batch = order.subList(at, end);
      List<float[]> computed = encoder.embeddings(batch.stream().map(rows::get).toList());
      for (int i = 0; i < batch.size(); i++) {
        vectors[batch.get(i)] = computed.get(i);
      }
      at = end;
    }
    return List.of(vectors);
  }

  @Override
  public void close() {
    encoder.close();
    files.close();
  }
}
