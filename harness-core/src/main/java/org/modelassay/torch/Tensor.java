package org.modelassay.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * A tensor of libtorch, freed when closed. It may be of a type and on a device that Java cannot
 * read; programs turn it into float32, int64 or int32 on the CPU before Java does.
 */
public final class Tensor implements AutoCloseable {
  private final PtNDArray array;

  Tensor(PtNDArray array) {
    this.array = array;
  }

  PtNDArray array() {
    return array;
  }

  /** A vector of int64. */
  static Tensor of(PtNDManager manager, long[] values) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.nativeOrder());
    buffer.asLongBuffer().put(values);
    return new Tensor(manager.create(buffer, new Shape(values.length), DataType.INT64));
  }

  /** A vector of float64. */
  static Tensor of(PtNDManager manager, double[] values) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.nativeOrder());
    buffer.asDoubleBuffer().put(values);
    return new Tensor(manager.create(buffer, new Shape(values.length), DataType.FLOAT64));
  }

  /** A matrix of int64. */
  static Tensor of(PtNDManager manager, long[] values, int rows, int columns) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.nativeOrder());
    buffer.asLongBuffer().put(values);
    return new Tensor(manager.create(buffer, new Shape(rows, columns), DataType.INT64));
  }

  /**
   * A matrix of float32 over the bytes of a direct buffer, from its position on; nothing is copied.
   */
  static Tensor of(PtNDManager manager, ByteBuffer floats, int rows, int columns) {
    // Native code starts at the base of a buffer whatever its position says.
    ByteBuffer slice = floats.slice().order(ByteOrder.nativeOrder());
    return new Tensor(manager.create(slice, new Shape(rows, columns), DataType.FLOAT32));
  }

  /**
   * A copy that learns: what is computed of it by {@link Program#differentiable} can be followed
   * back to its gradient. Not of an inference call's kind, which cannot learn.
   */
  Tensor learning() {
    var copy = (PtNDArray) array.duplicate();
    JniUtils.attachGradient(copy, true);
    return new Tensor(copy);
  }

  /**
   * Adds the gradients of this scalar to those of all tensors that learn and that it was made of.
   */
  void backward() {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try (var one = (PtNDArray) array.onesLike()) {
      JniUtils.backward(array, one, false, false);
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * What {@link #backward} has added up, of this tensor that learns; another handle of the same.
   */
  Tensor gradient() {
    return new Tensor(JniUtils.getGradient(array));
  }

  /** Size of a dimension. */
  public long size(int dimension) {
    return array.getShape().get(dimension);
  }

  /** Its sizes. */
  public long[] shape() {
    return array.getShape().getShape();
  }

  /** All elements of a float32 tensor on the CPU, row by row. */
  public float[] floats() {
    return array.toFloatArray();
  }

  /** All elements of a float64 tensor on the CPU, row by row. */
  public double[] doubles() {
    return array.toDoubleArray();
  }

  /** All elements of an int64 tensor on the CPU, row by row. */
  public long[] longs() {
    return array.toLongArray();
  }

  @Override
  public void close() {
    array.close();
  }

  @Override
  public String toString() {
    return "Tensor" + Objects.toString(array.getShape());
  }
}
