package org.modelassay.generation;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.StepModel;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.Tensor;

/** A model read one token at a time through its key-value cache. */
public final class Stepper implements StepModel, AutoCloseable {
  private static final int ROOM = 256;

  private final LocalModel model;
  private final Decoder decoder;
  private Decoder.@Nullable State state;
  private int read;

  /** Creates a stepper that has read nothing. */
  public Stepper(LocalModel model, Decoder decoder) {
    this.model = model;
    this.decoder = decoder;
  }

  @Override
  public void reset() {
    // What is beyond the place of reading is never looked at, so the room can be used again.
    read = 0;
  }

  @Override
  public Frequencies next(int token) {
    if (read >= model.contextLength()) {
      throw new AssayException(
          model.name()
              + " was made for "
              + model.contextLength()
              + " tokens; step by step it was given more");
    }
    Decoder.State room = state;
    if (room == null) {
      room = decoder.state(1, ROOM);
      state = room;
    } else if (read >= room.capacity()) {
      decoder.grow(room, 2 * room.capacity());
    }
    try (Tensor h = decoder.advance(room, List.of(new int[] {token}), new long[] {read})) {
      read++;
      return new Cumulative(decoder.head().cumulative(h));
    }
  }

  @Override
  public int vocabularySize() {
    return model.vocabularySize();
  }

  @Override
  public void close() {
    if (state != null) {
      state.close();
      state = null;
    }
  }

  /** Running sums: id t has [sums[t-1], sums[t]). */
  private record Cumulative(long[] sums) implements Frequencies {
    @Override
    public long total() {
      return sums[sums.length - 1];
    }

    @Override
    public long low(int token) {
      return token == 0 ? 0 : sums[token - 1];
    }

    @Override
    public long frequency(int token) {
      return sums[token] - low(token);
    }

    @Override
    public int find(long value) {
      int at = Arrays.binarySearch(sums, value);
      // Sums grow strictly: an exact hit is the end of its id's interval, which belongs to the next
      // id.
      return at >= 0 ? at + 1 : -at - 1;
    }
  }
}
