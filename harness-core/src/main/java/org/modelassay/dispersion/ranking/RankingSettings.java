package org.modelassay.dispersion.ranking;

import java.util.LinkedHashMap;
import java.util.Map;
import org.modelassay.AssayException;
import org.modelassay.dispersion.Pooling;
import org.modelassay.model.Sublayer;

/**
 * What a ranking asks of its corpus.
 *
 * @param slicing what makes a slice
 * @param clusters how many clusters there are; of {@link Slicing#CLUSTER} alone
 * @param smallestSlice items that a slice must have to be ranked, at least 3
 * @param segmentLength tokens of an item that is cut from a document; 0 takes each document whole
 * @param layer 0 is the embedding, L the last layer after the final norm, negative counts from the
 *     end (-1 = L)
 * @param sublayer where in the block
 * @param pooling which state stands for an item
 * @param centred whether the mean state of all positions is taken away
 * @param tail how many slices of the low end have items listed
 */
public record RankingSettings(
    Slicing slicing,
    int clusters,
    int smallestSlice,
    int segmentLength,
    int layer,
    Sublayer sublayer,
    Pooling pooling,
    boolean centred,
    int tail) {

  /** Whole documents by their last states, as the paper ranks queries. */
  public static RankingSettings of(Slicing slicing) {
    return new RankingSettings(
        slicing, 10, 10, 0, -1, Sublayer.BLOCK, Pooling.LAST_TOKEN, false, 3);
  }

  /**
   * Refuses what no model and no corpus can make right.
   *
   * @throws AssayException naming the setting
   */
  void check() {
    require(smallestSlice >= 3, "smallestSlice = " + smallestSlice + ": an interval needs 3 items");
    require(segmentLength >= 0, "segmentLength = " + segmentLength + ": 0 takes whole documents");
    require(tail >= 0, "tail = " + tail + ": 0 lists no items");
    require(
        slicing != Slicing.CLUSTER || clusters >= 2,
        "clusters = " + clusters + ": a ranking needs two slices or more");
    require(
        slicing != Slicing.FILE || segmentLength > 0,
        "slices = FILE: a document that is taken whole is one item, and a slice needs"
            + " several; give a segmentLength");
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new AssayException(otherwise);
    }
  }

  Map<String, String> named() {
    var named = new LinkedHashMap<String, String>();
    named.put("slices", slicing.toString());
    if (slicing == Slicing.CLUSTER) {
      named.put("clusters", "" + clusters);
    }
    named.put("smallestSlice", "" + smallestSlice);
    if (segmentLength > 0) {
      named.put("segmentLength", "" + segmentLength);
    }
    named.put("layer", "" + layer);
    named.put("sublayer", sublayer.toString());
    named.put("pooling", pooling.toString());
    named.put("centred", "" + centred);
    return named;
  }
}
