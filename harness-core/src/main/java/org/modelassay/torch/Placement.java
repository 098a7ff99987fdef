package org.modelassay.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.modelassay.model.DecoderShape;
import org.modelassay.model.ModelFiles;
import org.modelassay.model.Weight;

/**
 * Where the layers of a decoder are computed: ranges that follow each other. The embedding lies on
 * the device of the first one, final norm and head on that of the last.
 *
 * @param ranges the ranges, all layers in order
 * @param streams whether only one range at a time has its weights on its device, and those of the
 *     others wait in host memory
 */
public record Placement(List<Range> ranges, boolean streams) {
  /** Copies the list. */
  public Placement {
    ranges = List.copyOf(ranges);
  }

  /**
   * Layers whose weights lie on a device together.
   *
   * @param first number of the first one
   * @param last number behind the last one
   * @param device where
   */
  public record Range(int first, int last, Device device) {
    boolean holds(int layer) {
      return first <= layer && layer < last;
    }
  }

  /** All layers on one device. */
  public static Placement whole(DecoderShape shape, Device device) {
    return new Placement(List.of(new Range(0, shape.layers(), device)), false);
  }

  /**
   * Decides where a model's layers lie: on all devices, in ranges of about as many bytes each; or,
   * when a device has not the memory for its range, streamed over the first one. A device whose
   * memory is not known, as the processor, is taken to be large enough.
   *
   * @param precision what it computes in
   * @param devices in the order of the layers
   * @param workspace bytes that a device must have beside the weights
   */
  public static Placement of(
      ModelFiles model, Precision precision, List<Device> devices, long workspace) {
    return of(Sizes.of(model, precision), devices, Device::memory, workspace);
  }

  static Placement of(
      Sizes sizes, List<Device> devices, Function<Device, OptionalLong> memory, long workspace) {
    Placement split = new Placement(split(sizes, devices), false);
    boolean fits =
        split.ranges.stream()
            .allMatch(
                range ->
                    split.bytes(sizes, range.device()) + workspace
                        <= memory.apply(range.device()).orElse(Long.MAX_VALUE));
    if (fits) {
      return split;
    }
    Device device = devices.get(0);
    // Half for a range, half for what a pass takes.
    long room = (memory.apply(device).orElse(Long.MAX_VALUE) - sizes.before - sizes.behind) / 2;
    return new Placement(packed(sizes, device, room), true);
  }

  private static List<Range> split(Sizes sizes, List<Device> devices) {
    long total = sizes.before + Arrays.stream(sizes.layers).sum() + sizes.behind;
    var ranges = new ArrayList<Range>();
    long taken = sizes.before;
    int from = 0;
    for (int d = 0; d < devices.size(); d++) {
      int to = from;
      long goal = total / devices.size() * (d + 1);
      boolean rest = d + 1 == devices.size();
      while (to < sizes.layers.length && (rest || taken + sizes.layers[to] / 2 <= goal)) {
        taken += sizes.layers[to++];
      }
      if (to > from) {
        ranges.add(new Range(from, to, devices.get(d)));
      }
      from = to;
    }
    return ranges;
  }

  private static List<Range> packed(Sizes sizes, Device device, long room) {
    var ranges = new ArrayList<Range>();
    for (int from = 0, to; from < sizes.layers.length; from = to) {
      long taken = sizes.layers[from];
      to = from + 1;
      while (to < sizes.layers.length && taken + sizes.layers[to] <= room) {
        taken += sizes.layers[to++];
      }
      ranges.add(new Range(from, to, device));
    }
    return ranges;
  }

  /** The device of the embedding. */
  public Device first() {
    return ranges.get(0).device();
  }

  /** The device of final norm and head. */
  public Device last() {
    return ranges.get(ranges.size() - 1).device();
  }

  /** Where a weight of no layer lies. */
  Device device(String weight) {
    return behind(weight) ? last() : first();
  }

  /** Where the weights of a layer wait for being computed with. */
  Device home(int layer) {
    return streams
        ? Device.CPU
        : ranges.stream().filter(range -> range.holds(layer)).findFirst().orElseThrow().device();
  }

  /**
   * Bytes of memory that weights leave on the device that they leave the least on; nothing when no
   * device's memory is known.
   */
  public OptionalLong room(ModelFiles model, Precision precision) {
    return ranges.stream()
        .map(Range::device)
        .distinct()
        .filter(device -> device.memory().isPresent())
        .mapToLong(
            device -> device.memory().getAsLong() - bytes(Sizes.of(model, precision), device))
        .map(bytes -> Math.max(0, bytes))
        .min();
  }

  /** The most bytes of weights that are on a device at once. */
  private long bytes(Sizes sizes, Device device) {
    long ends =
        (device.equals(first()) ? sizes.before : 0) + (device.equals(last()) ? sizes.behind : 0);
    var ofRanges =
        ranges.stream()
            .filter(range -> range.device().equals(device))
            .mapToLong(range -> Arrays.stream(sizes.layers, range.first, range.last).sum());
    return ends + (streams ? ofRanges.max().orElse(0) : ofRanges.sum());
  }

  /**
   * The layers that use a weight, by the program's name for it: none, one, or those that share the
   * block it is of.
   */
  static List<Integer> users(String weight, DecoderShape shape) {
    String[] parts = weight.split("\\.", 3);
    if (Character.isDigit(weight.charAt(0))) {
      return List.of(Integer.valueOf(parts[0]));
    }
    if (!parts[0].equals("shared")) {
      return List.of();
    }
    List<?> blocks = (List<?>) Objects.requireNonNull(shape.attributes().get("shared"));
    return IntStream.range(0, blocks.size())
        .filter(layer -> blocks.get(layer).equals(Integer.valueOf(parts[1])))
        .boxed()
        .toList();
  }

  /** Whether a weight of no layer is read behind the last one. */
  static boolean behind(String weight) {
    return weight.matches("(norm|project_out|head)(\\..*)?");
  }

  /**
   * Bytes of weights as they are computed with.
   *
   * @param before of what is read before the first layer
   * @param layers of each layer; of a block that several share, each time
   * @param behind of what is read behind the last one, a tied head included
   */
  record Sizes(long before, long[] layers, long behind) {
    static Sizes of(ModelFiles model, Precision precision) {
      DecoderShape shape = model.shape();
      long before = 0;
      long behind = 0;
      long[] layers = new long[shape.layers()];
      for (Weight weight : model.weights().keySet()) {
        long bytes =
            Arrays.stream(weight.shape()).reduce(1, Math::multiplyExact)
                * (weight.wide() ? Precision.FLOAT32 : precision).bytes();
        List<Integer> users = users(weight.name(), shape);
        users.forEach(layer -> layers[layer] += bytes);
        if (users.isEmpty() && Placement.behind(weight.name())) {
          behind += bytes;
        } else if (users.isEmpty()) {
          before += bytes;
          behind += shape.tied() && weight.name().equals("embed") ? bytes : 0;
        }
      }
      return new Sizes(before, layers, behind);
    }
  }
}
