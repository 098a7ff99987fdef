package org.modelassay.brevity;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.AnswerFilter;
import org.modelassay.data.Prompt;
import org.modelassay.data.PromptSet;
import org.modelassay.data.Scoring;
import org.modelassay.data.harness.GenerationSettings;
import org.modelassay.gate.Limit;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.Request;
import org.modelassay.reading.Sampling;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;
import org.modelassay.statistics.Cosine;

/**
 * What models write: how long it is and how far it is the baseline's (shortening of Unno and
 * Uchida, NLP2025), and, where prompts have answers, whether it is right and which answers flipped.
 *
 * <p>The tokenizer's own beginning-of-sequence token is put in front of each prompt; the model's
 * end tokens and the stop strings end an output and are no part of it.
 */
public final class GenerationMeasure implements Measure<GenerationResult> {
  static final String KIND = "generation";

  /** Tokens of an output where nobody says otherwise. */
  private static final int MAX_NEW_TOKENS = 256;

  private final Path file;
  private final int count;
  private final int shots;
  private final String filter;
  private final int maxNewTokens;
  private final List<String> stop;
  private final Sampling sampling;
  private final String encoder;
  // Every leaf plans anew: the file is read once, and encoded once for each tokenizer.
  private @Nullable PromptSet prompts;
  private final Map<String, List<TokenSequence>> encoded = new HashMap<>();

  /** All prompts, greedily, and without texts that end an output. */
  public GenerationMeasure(Path prompts, int maxNewTokens) {
    this(prompts, 0, -1, "", maxNewTokens, List.of(), Sampling.GREEDY);
  }

  /** All prompts, by the rules given. */
  public GenerationMeasure(Path prompts, int maxNewTokens, List<String> stop, Sampling sampling) {
    this(prompts, 0, -1, "", maxNewTokens, stop, sampling);
  }

  /**
   * Creates a measure. Reads nothing yet.
   *
   * @param prompts the prompts' file, see {@link PromptSet#read}
   * @param count how many prompts are taken, the first ones of the file; 0 for all
   * @param shots few-shot examples in front of each prompt of a task file; negative for what the
   *     file says
   * @param filter name of the pipeline of the task file that figures are of; empty for the first
   * @param maxNewTokens length at which an output is cut; 0 for what the task file says, or else
   *     256
   * @param stop texts that end an output; none for what the task file says
   * @param sampling how each token is chosen; greedy for what the task file says
   */
  public GenerationMeasure(
      Path prompts,
      int count,
      int shots,
      String filter,
      int maxNewTokens,
      List<String> stop,
      Sampling sampling) {
    this(prompts, count, shots, filter, maxNewTokens, stop, sampling, "");
  }

  private GenerationMeasure(
      Path prompts,
      int count,
      int shots,
      String filter,
      int maxNewTokens,
      List<String> stop,
      Sampling sampling,
      String encoder) {
    if (count < 0) {
      throw new IllegalArgumentException("items is " + count + "; expected 0 (all) or more");
    }
    if (maxNewTokens < 0) {
      throw new IllegalArgumentException(
          "maxNewTokens is " + maxNewTokens + "; expected 0 (the task's, or 256) or more");
    }
    if (stop.contains("")) {
      throw new IllegalArgumentException(
          "stop has an empty text, which would end every output; leave it out");
    }
    file = prompts;
    this.count = count;
    this.shots = shots;
    this.filter = filter;
    this.maxNewTokens = maxNewTokens;
    this.stop = List.copyOf(stop);
    this.sampling = sampling;
    this.encoder = encoder;
  }

  /**
   * The same, which also measures how near in meaning outputs are to the baseline's.
   *
   * @param location of a sentence encoder; empty for none
   */
  public GenerationMeasure comparedBy(String location) {
    return new GenerationMeasure(
        file, count, shots, filter, maxNewTokens, stop, sampling, location);
  }

  @Override
  public List<String> encoders() {
    return encoder.isEmpty() ? List.of() : List.of(encoder);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Metric> metrics() {
    return GenerationMetrics.ALL;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("prompts", file.toString());
    if (count > 0) {
      settings.put("items", Integer.toString(count));
    }
    if (shots >= 0) {
      settings.put("shots", Integer.toString(shots));
    }
    PromptSet set = prompts;
    Scoring scoring = set == null ? null : set.scoring();
    if (set != null && set.settings() != null && scoring != null) {
      settings.put("filter", ordered(scoring).get(0).name());
    }
    settings.put("maxNewTokens", Integer.toString(longest(set)));
    Sampling sampling = sampling(set);
    settings.put("temperature", number(sampling.temperature()));
    if (!sampling.greedy()) {
      settings.put("topK", Integer.toString(sampling.topK()));
      settings.put("topP", number(sampling.topP()));
      settings.put("seed", Long.toString(sampling.seed()));
    }
    if (repeats(set) > 1) {
      settings.put("repeats", Integer.toString(repeats(set)));
    }
    if (!encoder.isEmpty()) {
      settings.put("encoder", encoder);
    }
    if (!stops(set).isEmpty()) {
      settings.put("stop", new ObjectMapper().valueToTree(stops(set)).toString());
    }
    if (set != null && !set.notes().isEmpty()) {
      settings.put("notes", String.join("; ", set.notes()));
    }
    return Collections.unmodifiableMap(settings);
  }

  // -- what the annotation says, or else the task file

  private int longest(@Nullable PromptSet set) {
    GenerationSettings task = set == null ? null : set.settings();
    return maxNewTokens > 0 ? maxNewTokens : task == null ? MAX_NEW_TOKENS : task.maxTokens();
  }

  private List<String> stops(@Nullable PromptSet set) {
    GenerationSettings task = set == null ? null : set.settings();
    return stop.isEmpty() && task != null
        ? task.until().stream().filter(text -> !text.isEmpty()).toList()
        : stop;
  }

  private Sampling sampling(@Nullable PromptSet set) {
    GenerationSettings task = set == null ? null : set.settings();
    return sampling.greedy() && task != null && task.sample()
        ? new Sampling(task.temperature(), task.topK(), task.topP(), 0)
        : sampling;
  }

  private static int repeats(@Nullable PromptSet set) {
    GenerationSettings task = set == null ? null : set.settings();
    return task == null ? 1 : task.repeats();
  }

  /** The pipelines, the one that figures are of first. */
  private List<AnswerFilter> ordered(Scoring scoring) {
    var ordered = new ArrayList<AnswerFilter>(scoring.filters());
    if (!filter.isEmpty()) {
      ordered.removeIf(each -> !each.name().equals(filter));
      scoring.filters().stream().filter(each -> !each.name().equals(filter)).forEach(ordered::add);
    }
    return ordered;
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  @Override
  public Class<GenerationResult> resultType() {
    return GenerationResult.class;
  }

  @Override
  public String dataDigest() {
    return prompts().digest();
  }

  private PromptSet prompts() {
    if (prompts == null) {
      PromptSet set = PromptSet.read(file, count, shots);
      Scoring scoring = set.scoring();
      List<String> filters =
          scoring == null ? List.of() : scoring.filters().stream().map(AnswerFilter::name).toList();
      if (!filter.isEmpty() && !filters.contains(filter)) {
        throw new AssayException(
            "%s: it has no filter %s; expected %s; correct the attribute filter or leave it out"
                .formatted(
                    file,
                    filter,
                    filters.isEmpty()
                        ? "none, as its prompts have no answers"
                        : "one of " + String.join(", ", filters)));
      }
      checkSampling(set);
      prompts = set;
    }
    return prompts;
  }

  private void checkSampling(PromptSet set) {
    String wrong = "do_sample is true, but temperature is 0; expected more";
    try {
      GenerationSettings task = set.settings();
      if (task == null || !task.sample() || !sampling.greedy() || !sampling(set).greedy()) {
        return;
      }
    } catch (IllegalArgumentException e) {
      wrong = String.valueOf(e.getMessage());
    }
    throw new AssayException(
        "%s: generation_kwargs: %s; correct it there, or set what @Generation has for it"
            .formatted(file, wrong));
  }

  private Request.Generating request(TextModel model) {
    PromptSet set = prompts();
    String name = set.name();
    int longest = longest(set);
    Tokenizer tokenizer = model.tokenizer();
    List<TokenSequence> sequences =
        encoded.computeIfAbsent(
            tokenizer.digest() + " " + tokenizer.bos(), key -> encode(set, model));
    for (TokenSequence sequence : sequences) {
      if (sequence.length() + longest > model.contextLength()) {
        throw new AssayException(
            ("%s: prompt %s has %d tokens, with maxNewTokens = %d more than %d, the context length"
                    + " of %s; expected both within it; shorten the prompt or lower maxNewTokens")
                .formatted(
                    name,
                    sequence.id(),
                    sequence.length(),
                    longest,
                    model.contextLength(),
                    model.name()));
      }
    }
    return new Request.Generating(
        name, repeated(sequences), longest, model.endTokens(), stops(set), sampling(set));
  }

  /** Responses to each prompt that are drawn; greedy ones are all alike. */
  private int drawn() {
    return sampling(prompts()).greedy() ? 1 : repeats(prompts());
  }

  private List<TokenSequence> repeated(List<TokenSequence> sequences) {
    int drawn = drawn();
    return sequences.stream()
        .flatMap(
            sequence ->
                IntStream.range(0, drawn)
                    .mapToObj(
                        // A draw is decided by the id, so each repeat has its own.
                        i -> i == 0 ? sequence : named(sequence, sequence.id() + " #" + (i + 1))))
        .toList();
  }

  private static TokenSequence named(TokenSequence sequence, String id) {
    return new TokenSequence(id, sequence.tokens(), sequence.prefix(), sequence.firstScored());
  }

  private static List<TokenSequence> encode(PromptSet set, TextModel model) {
    List<Prompt> prompts = set.prompts();
    OptionalInt bos = model.tokenizer().bos();
    List<int[]> texts = model.tokenizer().encodeAll(prompts.stream().map(Prompt::text).toList());
    var sequences = new ArrayList<TokenSequence>();
    for (int i = 0; i < texts.size(); i++) {
      int[] tokens = texts.get(i);
      // A text that begins with the token already would have it twice.
      if (bos.isPresent() && (tokens.length == 0 || tokens[0] != bos.getAsInt())) {
        tokens = new int[tokens.length + 1];
        tokens[0] = bos.getAsInt();
        System.arraycopy(texts.get(i), 0, tokens, 1, texts.get(i).length);
      }
      String id = prompts.get(i).id();
      if (tokens.length == 0) {
        throw new AssayException(
            ("%s: the tokenizer of %s makes no token of prompt %s; expected at least one to"
                    + " continue; write a prompt with visible text")
                .formatted(set.name(), model.name(), id));
      }
      sequences.add(new TokenSequence(id, tokens, bos.isPresent() ? 1 : 0, tokens.length));
    }
    return List.copyOf(sequences);
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssayException also when a limit bounds what is not measured: similarity without an
   *     encoder, answers of prompts that have none
   */
  @Override
  public Plan<GenerationResult> plan(
      TextModel subject, @Nullable TextModel baseline, Demands demands) {
    for (Limit limit : demands.limits()) {
      if (limit.metric().equals(GenerationMetrics.SIMILARITY.name()) && encoder.isEmpty()) {
        throw new AssayException(
            limit.declared()
                + " needs embeddings of outputs; expected a sentence encoder; name one, such as"
                + " @Generation(encoder = \"models/all-mpnet-base-v2\")");
      }
      if (GenerationMetrics.OF_ANSWERS.stream().anyMatch(m -> m.name().equals(limit.metric()))
          && prompts().scoring() == null) {
        throw new AssayException(
            "%s: %s needs answers to compare with, and the prompts have none; give each line an"
                    .formatted(file, limit.declared())
                + " \"answer\", or take the limit out");
      }
    }
    return plan(subject, baseline);
  }

  @Override
  public Plan<GenerationResult> plan(TextModel subject, @Nullable TextModel baseline) {
    PromptSet set = prompts();
    Request.Generating request = request(subject);
    Request.Generating baselineRequest = baseline == null ? null : request(baseline);
    return new Plan<>() {
      @Override
      public List<Request<?>> ofSubject() {
        return List.of(request);
      }

      @Override
      public List<Request<?>> ofBaseline() {
        return baselineRequest == null ? List.of() : List.of(baselineRequest);
      }

      @Override
      public GenerationResult result(Answers answers) {
        Written own = written(answers.ofSubject(request), subject);
        Written other =
            baseline == null || baselineRequest == null
                ? null
                : written(answers.ofBaseline(baselineRequest), baseline);
        return new GenerationResult(
            set.prompts(),
            own,
            other,
            baseline == null || subject.tokenizer().digest().equals(baseline.tokenizer().digest()),
            scores(set, own, other),
            other == null || encoder.isEmpty() ? null : similarities(own, other, answers));
      }
    };
  }

  private Written written(Continuations continuations, TextModel model) {
    return Written.of(continuations, model.tokenizer(), drawn(), repeats(prompts()));
  }

  private List<Score> scores(PromptSet set, Written own, @Nullable Written other) {
    Scoring scoring = set.scoring();
    return scoring == null
        ? List.of()
        : ordered(scoring).stream()
            .map(filter -> Score.of(filter, scoring, set.prompts(), own, other))
            .toList();
  }

  /** The cosine of each output's embedding with the baseline's. */
  private double[] similarities(Written own, Written other, Answers answers) {
    List<String> texts =
        Stream.concat(own.texts().stream(), other.texts().stream()).distinct().toList();
    List<float[]> vectors = answers.embeddings(encoder, texts);
    var vectorOf = new HashMap<String, float[]>();
    for (int i = 0; i < texts.size(); i++) {
      vectorOf.put(texts.get(i), vectors.get(i));
    }
    return IntStream.range(0, own.texts().size())
        .mapToDouble(
            i ->
                Cosine.of(
                    Objects.requireNonNull(vectorOf.get(own.texts().get(i))),
                    Objects.requireNonNull(vectorOf.get(other.texts().get(i)))))
        .toArray();
  }
}
