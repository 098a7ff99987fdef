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
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.Prompt;
import org.modelassay.data.PromptSet;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Request;
import org.modelassay.reading.Sampling;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * How long a model's outputs are, and how far they are the baseline's (shortening of Unno and
 * Uchida, NLP2025).
 *
 * <p>The tokenizer's own beginning-of-sequence token is put in front of each prompt; the model's
 * end tokens and the stop strings end an output and are no part of it.
 */
public final class GenerationMeasure implements Measure<GenerationResult> {
  static final String KIND = "generation";

  private final Path file;
  private final int maxNewTokens;
  private final List<String> stop;
  private final Sampling sampling;
  // Every leaf plans anew: the file is read once, and encoded once for each tokenizer.
  private @Nullable PromptSet prompts;
  private final Map<String, List<TokenSequence>> encoded = new HashMap<>();

  /** The same greedily, and without texts that end an output. */
  public GenerationMeasure(Path prompts, int maxNewTokens) {
    this(prompts, maxNewTokens, List.of(), Sampling.GREEDY);
  }

  /**
   * Creates a measure. Reads nothing yet.
   *
   * @param prompts the prompts' file, see {@link PromptSet#read}
   * @param maxNewTokens length at which an output is cut, at least 1
   * @param stop texts that end an output
   * @param sampling how each token is chosen
   */
  public GenerationMeasure(Path prompts, int maxNewTokens, List<String> stop, Sampling sampling) {
    if (maxNewTokens < 1) {
      throw new IllegalArgumentException(
          "maxNewTokens is " + maxNewTokens + "; expected at least 1");
    }
    if (stop.contains("")) {
      throw new IllegalArgumentException(
          "stop has an empty text, which would end every output; leave it out");
    }
    file = prompts;
    this.maxNewTokens = maxNewTokens;
    this.stop = List.copyOf(stop);
    this.sampling = sampling;
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
    settings.put("maxNewTokens", Integer.toString(maxNewTokens));
    settings.put("temperature", number(sampling.temperature()));
    if (!sampling.greedy()) {
      settings.put("topK", Integer.toString(sampling.topK()));
      settings.put("topP", number(sampling.topP()));
      settings.put("seed", Long.toString(sampling.seed()));
    }
    if (!stop.isEmpty()) {
      settings.put("stop", new ObjectMapper().valueToTree(stop).toString());
    }
    return Collections.unmodifiableMap(settings);
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
      prompts = PromptSet.read(file);
    }
    return prompts;
  }

  private Request.Generating request(TextModel model) {
    String name = prompts().name();
    Tokenizer tokenizer = model.tokenizer();
    List<TokenSequence> sequences =
        encoded.computeIfAbsent(
            tokenizer.digest() + " " + tokenizer.bos(), key -> encode(prompts(), model));
    for (TokenSequence sequence : sequences) {
      if (sequence.length() + maxNewTokens > model.contextLength()) {
        throw new AssayException(
            ("%s: prompt %s has %d tokens, with maxNewTokens = %d more than %d, the context length"
                    + " of %s; expected both within it; shorten the prompt or lower maxNewTokens")
                .formatted(
                    name,
                    sequence.id(),
                    sequence.length(),
                    maxNewTokens,
                    model.contextLength(),
                    model.name()));
      }
    }
    return new Request.Generating(name, sequences, maxNewTokens, model.endTokens(), stop, sampling);
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

  @Override
  public Plan<GenerationResult> plan(TextModel subject, @Nullable TextModel baseline) {
    List<Prompt> texts = prompts().prompts();
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
        Written own = Written.of(answers.ofSubject(request), subject.tokenizer());
        if (baseline == null || baselineRequest == null) {
          return new GenerationResult(texts, own, null, true);
        }
        return new GenerationResult(
            texts,
            own,
            Written.of(answers.ofBaseline(baselineRequest), baseline.tokenizer()),
            subject.tokenizer().digest().equals(baseline.tokenizer().digest()));
      }
    };
  }
}
