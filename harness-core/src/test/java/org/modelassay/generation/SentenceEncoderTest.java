package org.modelassay.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modelassay.model.encoder.EncoderCopy;
import org.modelassay.statistics.Cosine;
import org.modelassay.torch.Device;

/** Embeddings of texts; that they equal the reference's is for {@code GoldenEncodersTest}. */
class SentenceEncoderTest {
  @Test
  void embeddingsComeInTheOrderOfTheTextsWhateverTheirLengths() {
    try (SentenceEncoder encoder = SentenceEncoder.load(EncoderCopy.golden("mpnet"), Device.CPU)) {
      // More than one batch, long texts and short ones in turn.
      var texts = new ArrayList<String>();
      for (int i = 0; i < 900; i++) {
        texts.add(i % 2 == 0 ? "the nurse needs patience " + i : "a " + i);
      }
      texts.add("");
      texts.add(" ");

      List<float[]> together = encoder.embed(texts);

      assertThat(together).hasSize(texts.size());
      for (int i : new int[] {0, 1, 450, 899, 900, 901}) {
        float[] alone = encoder.embed(List.of(texts.get(i))).get(0);
        assertThat(1 - Cosine.of(alone, together.get(i))).as(texts.get(i)).isLessThan(1e-9);
      }
      assertThat(Cosine.of(together.get(900), together.get(901))).isCloseTo(1, within(1e-9));
      assertThat(Cosine.of(together.get(0), together.get(1))).isLessThan(0.99);
    }
  }

  @Test
  void normalisedEmbeddingsHaveLengthOne() {
    try (SentenceEncoder encoder = SentenceEncoder.load(EncoderCopy.golden("mpnet"), Device.CPU)) {
      double squares = 0;
      for (float x : encoder.embed(List.of("a steady hand")).get(0)) {
        squares += (double) x * x;
      }
      assertThat(squares).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void noTextsHaveNoEmbeddings() {
    try (SentenceEncoder encoder = SentenceEncoder.load(EncoderCopy.golden("mpnet"), Device.CPU)) {
      assertThat(encoder.embed(List.of())).isEmpty();
    }
  }
}
