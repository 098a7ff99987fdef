package org.modelassay.training;

import java.util.Arrays;
import java.util.List;
import org.modelassay.Compressors;
import org.modelassay.model.ModelFiles;
import org.modelassay.torch.Decoder;
import org.modelassay.torch.Device;
import org.modelassay.torch.OutputHead;
import org.modelassay.torch.Precision;
import org.modelassay.torch.Tensor;
import org.modelassay.torch.WeightTreatment;

/**
 * How well bytes that nobody trained on are coded, in bits per byte.
 *
 * @param bytes number of bytes
 * @param model by the model, the sum of -log2 p; windows of its context, each behind BOS, none sees
 *     the one before
 * @param zlib by zlib -9, the file alone
 * @param xz by xz -9, the file alone
 */
record HeldOut(int bytes, double model, double zlib, double xz) {
  static HeldOut of(ModelFiles model, byte[] text) {
    return new HeldOut(
        text.length,
        bits(model, text) / text.length,
        8.0 * Compressors.zlib(text) / text.length,
        8.0 * Compressors.xz(text) / text.length);
  }

  private static double bits(ModelFiles model, byte[] text) {
    int length = model.shape().context();
    double nats = 0;
    try (Decoder decoder =
        Decoder.load(model, WeightTreatment.NONE, Precision.FLOAT32, Device.CPU)) {
      for (int from = 0; from < text.length; from += length) {
        byte[] window = Arrays.copyOfRange(text, from, Math.min(text.length, from + length));
        int[] input = new int[window.length];
        long[] targets = new long[window.length];
        long[] places = new long[window.length];
        for (int i = 0; i < window.length; i++) {
          input[i] = i == 0 ? ByteModelFiles.BOS : window[i - 1] & 0xff;
          targets[i] = window[i] & 0xff;
          places[i] = i;
        }
        try (Decoder.Pass pass = decoder.read(List.of(input), List.of());
            Tensor states = pass.last(new long[window.length], places)) {
          OutputHead.Scores scores = decoder.head().score(states, targets, false);
          for (float logLikelihood : scores.logLikelihoods()) {
            nats -= logLikelihood;
          }
        }
      }
    }
    return nats / Math.log(2);
  }
}
