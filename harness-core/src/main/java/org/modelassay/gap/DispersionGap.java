package org.modelassay.gap;

import org.modelassay.AssayException;
import org.modelassay.model.ModelFiles;
import org.modelassay.statistics.Cosine;
import org.modelassay.torch.OutputRows;
import org.modelassay.torch.OutputRows.Directions;

/**
 * How far the tokens of a domain lie from each other and from those of everyday, by the rows of the
 * output matrix (arXiv 2506.24106, dispersion gap): the wider, the better a model of one family
 * does in the domain, the paper says. Cosine distances; it means nothing between families or
 * tokenizers.
 *
 * @param within mean of 1 - cos over pairs of domain tokens
 * @param between mean of 1 - cos over pairs of a domain token and one of everyday
 * @param domain number of domain tokens
 * @param everyday number of others
 * @param tied whether the output matrix is the embedding, so that the rows are inputs' too
 */
public record DispersionGap(double within, double between, int domain, int everyday, boolean tied) {
  /** The gap: within + between. */
  public double value() {
    return within + between;
  }

  /**
   * Measures a model in time linear in the tokens.
   *
   * @param model an open model
   * @param domain tokens of the domain
   * @param everyday others; none of them is of the domain
   * @throws AssayException when a row is zero or not finite, naming file and token
   */
  public static DispersionGap of(ModelFiles model, TokenSet domain, TokenSet everyday) {
    try (OutputRows rows = OutputRows.open(model)) {
      Directions ours = directions(model, rows, domain);
      Directions others = directions(model, rows, everyday);
      int n = domain.ids().length;
      int m = everyday.ids().length;
      return new DispersionGap(
          Cosine.meanDistance(dot(ours, ours), n),
          1 - dot(ours, others) / ((double) n * m),
          n,
          m,
          model.shape().tied());
    }
  }

  private static Directions directions(ModelFiles model, OutputRows rows, TokenSet set) {
    for (int id : set.ids()) {
      if (id >= model.shape().vocabulary()) {
        throw new AssayException(
            "token "
                + id
                + " of "
                + set.name()
                + " has no row in the output matrix, which has "
                + model.shape().vocabulary());
      }
    }
    Directions directions = rows.directions(set.ids());
    for (int i = 0; i < set.ids().length; i++) {
      double length = directions.lengths()[i];
      if (!(length > 0) || Double.isInfinite(length)) {
        int id = set.ids()[i];
        throw new AssayException(
            "the row of token "
                + id
                + " (\""
                + model.tokenizer().decode(new int[] {id})
                + "\") of "
                + set.name()
                + " is zero or not finite in the output matrix, so that it has no direction; leave"
                + " the token out, or look for damaged weights");
      }
    }
    return directions;
  }

  private static double dot(Directions one, Directions other) {
    double dot = 0;
    for (int k = 0; k < one.sum().length; k++) {
      dot += one.sum()[k] * other.sum()[k];
    }
    return dot;
  }
}
