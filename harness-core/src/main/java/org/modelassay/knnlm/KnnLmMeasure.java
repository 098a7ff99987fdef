package org.modelassay.knnlm;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.data.CorpusFile;
import org.modelassay.data.Document;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.HiddenState;
import org.modelassay.model.Sublayer;
import org.modelassay.reading.AskedState;
import org.modelassay.reading.TextModel;

/**
 * Which hidden state serves best as the key of a kNN-LM (arXiv 1911.00172), and whether the state
 * that spreads widest is the one (arXiv 2506.24106, which so chooses between the sub-layers of the
 * last block).
 */
public final class KnnLmMeasure implements Measure<KnnLmResult> {
  private final CorpusFile datastore;
  private final CorpusFile corpus;
  private final List<Integer> layers;
  private final List<Sublayer> sublayers;
  private final int window;
  private final int k;
  private final Search search;
  private final @Nullable Mixing mixing;

  /**
   * Creates the measure. Reads nothing yet.
   *
   * @param datastore whose tokens are found again; a JSONL file or a folder
   * @param corpus what is predicted; shares no document with the datastore
   * @param layers at least one: 1 to L are the blocks, 0 is the embedding, negative counts from the
   *     end
   * @param sublayers at least one; of the embedding there is {@link Sublayer#BLOCK} alone
   * @param window tokens read together, at least 2
   * @param k neighbours of each target, at least 1
   * @param search how they are found
   * @param mixing how they are mixed into the model; null: as the other half of the documents likes
   *     best, state by state
   */
  public KnnLmMeasure(
      Path datastore,
      Path corpus,
      List<Integer> layers,
      List<Sublayer> sublayers,
      int window,
      int k,
      Search search,
      @Nullable Mixing mixing) {
    this.datastore = new CorpusFile(datastore);
    this.corpus = new CorpusFile(corpus);
    this.layers = List.copyOf(layers);
    this.sublayers = List.copyOf(sublayers);
    this.window = window;
    this.k = k;
    this.search = search;
    this.mixing = mixing;
  }

  @Override
  public String kind() {
    return "knnLm";
  }

  @Override
  public List<Metric> metrics() {
    return KnnLmMetrics.ALL;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("datastore", datastore.toString());
    settings.put("corpus", corpus.toString());
    settings.put("layers", layers.toString());
    settings.put("sublayers", sublayers.toString());
    settings.put("window", "" + window);
    settings.put("k", "" + k);
    settings.put("search", search.toString());
    settings.put("temperature", mixing == null ? "tuned" : "" + mixing.temperature());
    settings.put("lambda", mixing == null ? "tuned" : "" + mixing.lambda());
    return settings;
  }

  @Override
  public Class<KnnLmResult> resultType() {
    return KnnLmResult.class;
  }

  @Override
  public String dataDigest() {
    return Sha256.hex(datastore.read().digest() + " " + corpus.read().digest());
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException when a setting is wrong by itself or for one of the models, a corpus
   *     cannot be read, the two share a document, or the keys of a state do not fit into memory
   */
  @Override
  public Plan<KnnLmResult> plan(TextModel subject, @Nullable TextModel baseline) {
    if (k < 1) {
      throw new AssayException("k = " + k + ": a target needs a neighbour; name at least 1");
    }
    if (mixing != null
        && !(mixing.temperature() > 0 && mixing.lambda() >= 0 && mixing.lambda() <= 1)) {
      throw new AssayException(
          "temperature = "
              + mixing.temperature()
              + ", lambda = "
              + mixing.lambda()
              + ": a temperature is above 0 and lambda a share from 0 to 1; correct them, or leave"
              + " both out to have them tuned");
    }
    keepApart();
    return new KnnLmPlan(side(subject), baseline == null ? null : side(baseline));
  }

  /** A document in both would be its own neighbour. */
  private void keepApart() {
    Map<String, String> stored = new HashMap<>();
    for (Document document : datastore.read().documents()) {
      stored.put(document.text(), document.id());
    }
    for (Document document : corpus.read().documents()) {
      String twin = stored.get(document.text());
      if (twin != null) {
        throw new AssayException(
            corpus
                + ": document "
                + document.id()
                + " is also in the datastore "
                + datastore
                + ", as "
                + twin
                + ", so that it would be its own neighbour; remove it from one of them");
      }
    }
  }

  private KnnLmPlan.Side side(TextModel model) {
    Windows stored = Windows.of(datastore.read(), model, window);
    Windows evaluated = Windows.of(corpus.read(), model, window);
    if (mixing == null && evaluated.count() < 2) {
      throw new AssayException(
          corpus
              + " has one document of window = "
              + window
              + " tokens, and lambda is tuned on other documents than it serves; split it, or give"
              + " temperature and lambda");
    }
    long width = model.cost().head() / Math.max(1, model.vocabularySize());
    long bytes =
        (stored.targets().length + (long) evaluated.targets().length) * width * Float.BYTES
            + 9L * k * evaluated.targets().length;
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (bytes > most) {
      throw new AssayException(
          "The keys of a state of "
              + model.name()
              + " take "
              + (bytes >> 20)
              + " MiB for "
              + stored.targets().length
              + " tokens of "
              + datastore
              + " and "
              + evaluated.targets().length
              + " of "
              + corpus
              + ", more than half of Java's memory, "
              + (most >> 20)
              + " MiB; take less text or give Java more (-Xmx)");
    }
    return new KnnLmPlan.Side(states(model), stored, evaluated, k, search, mixing);
  }

  private List<HiddenState> states(TextModel model) {
    if (layers.isEmpty() || sublayers.isEmpty()) {
      throw new AssayException("layers or sublayers is empty; name one, such as -1 and MLP_INPUT");
    }
    return layers.stream()
        .flatMap(layer -> sublayers.stream().map(sublayer -> new AskedState(layer, sublayer)))
        .map(asked -> asked.of(model))
        .distinct()
        .toList();
  }
}
