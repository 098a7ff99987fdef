package org.modelassay.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.modelassay.gate.Figure;
import org.modelassay.gate.Verdict;

/**
 * All that a run found, as it stands in {@code target/assay/run.json}. The report, the check and
 * the accepted figures are made from it alone.
 *
 * @param schema version of this format
 * @param tool what wrote it
 * @param started ISO 8601 instant
 * @param seconds wall time of the run
 * @param environment machine and libraries
 * @param models every model that was named, in order of first use
 * @param readings every reading that was asked for
 * @param checks every check that was run
 * @param degradations of every leaf whose drop of a score was tested, how likely chance alone gives
 *     as much, corrected for their number; the least likely first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
    int schema,
    Tool tool,
    String started,
    double seconds,
    Environment environment,
    List<Model> models,
    List<Reading> readings,
    List<CheckRecord> checks,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Degradation> degradations) {

  /** The version of the format that this code writes and reads. */
  public static final int SCHEMA = 1;

  /** Copies the lists; refuses nulls, which a damaged file would bring. */
  public RunRecord {
    Objects.requireNonNull(tool, "tool is missing");
    Objects.requireNonNull(environment, "environment is missing");
    models = List.copyOf(Objects.requireNonNull(models, "models are missing"));
    readings = List.copyOf(Objects.requireNonNull(readings, "readings are missing"));
    checks = List.copyOf(Objects.requireNonNull(checks, "checks are missing"));
    degradations = degradations == null ? List.of() : List.copyOf(degradations);
  }

  /** A record in which no drop was tested. */
  public RunRecord(
      int schema,
      Tool tool,
      String started,
      double seconds,
      Environment environment,
      List<Model> models,
      List<Reading> readings,
      List<CheckRecord> checks) {
    this(schema, tool, started, seconds, environment, models, readings, checks, List.of());
  }

  /**
   * What wrote the record.
   *
   * @param name {@code assay}
   * @param version version of the harness
   */
  public record Tool(String name, String version) {}

  /**
   * Machine and libraries.
   *
   * @param os name and version
   * @param arch architecture
   * @param processors processors that the JVM sees
   * @param java version and vendor
   * @param device device that computed, such as {@code cpu}
   * @param threads threads of libtorch
   * @param libraries name to version: djl, torch, tokenizers
   * @param peakMemoryBytes the most memory of the machine that the process took, models included;
   *     null where the system does not tell
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Environment(
      String os,
      String arch,
      int processors,
      String java,
      String device,
      int threads,
      Map<String, String> libraries,
      @Nullable Long peakMemoryBytes) {}

  /**
   * A model.
   *
   * @param name its name: {@code baseline} or the candidate's
   * @param spec the spec that names it so
   * @param location directory, file or {@code hf:} reference as written
   * @param commit what the revision of a model of the hub stood for, 40 hex digits; null for others
   * @param treatment what was done at load, empty for nothing
   * @param fingerprint hex SHA-256 over weights, configuration and treatment; null when it could
   *     not be read
   * @param architecture {@code model_type}; null when it could not be read
   * @param parameters number of parameters
   * @param dtype type it computed in
   * @param tokenizer what its tokenizer does; null when it could not be read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Model(
      String name,
      String spec,
      String location,
      @Nullable String commit,
      String treatment,
      @Nullable String fingerprint,
      @Nullable String architecture,
      long parameters,
      String dtype,
      @Nullable Tokenizer tokenizer) {}

  /**
   * What a tokenizer does to a text beside cutting it, as its own files say.
   *
   * @param source where it was read: {@code tokenizer.json} or {@code GGUF metadata}
   * @param bos the token that begins a sequence; null when the files name none
   * @param eos the token that ends a sequence; null when the files name none
   * @param before tokens that it puts in front of a sequence by default
   * @param after tokens that it puts behind a sequence by default
   * @param prefixSpace whether it puts a blank in front of a text
   * @param notes where its files contradict each other, and which counts
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tokenizer(
      String source,
      @Nullable Token bos,
      @Nullable Token eos,
      List<Token> before,
      List<Token> after,
      boolean prefixSpace,
      List<String> notes) {
    /** Copies the lists; refuses nulls, which a damaged file would bring. */
    public Tokenizer {
      Objects.requireNonNull(source, "source is missing");
      before = List.copyOf(Objects.requireNonNull(before, "before is missing"));
      after = List.copyOf(Objects.requireNonNull(after, "after is missing"));
      notes = List.copyOf(Objects.requireNonNull(notes, "notes are missing"));
    }
  }

  /**
   * A token.
   *
   * @param text its text
   * @param id its id
   */
  public record Token(String text, int id) {}

  /**
   * A reading.
   *
   * @param key names it in the cache
   * @param model the model, as {@code location treatment}
   * @param dataSet name of the data set
   * @param sequences number of sequences
   * @param tokens tokens of all sequences
   * @param nodes nodes of the tree that the sequences' prefixes form
   * @param tokensRead tokens the model reads of them: shared prefixes once
   * @param scored targets scored
   * @param probes what was taken
   * @param passes number of forward passes
   * @param rule how the set was cut into passes
   * @param tokensComputed tokens computed in this run; 0 when all came from the cache
   * @param seconds time spent computing in this run
   */
  public record Reading(
      String key,
      String model,
      String dataSet,
      int sequences,
      long tokens,
      int nodes,
      long tokensRead,
      long scored,
      List<String> probes,
      int passes,
      String rule,
      long tokensComputed,
      double seconds) {}

  /**
   * A check.
   *
   * @param spec binary name of the spec class
   * @param specDisplayName how people call it
   * @param method name of the method
   * @param displayName how people call it
   * @param kind kind of measure: coding, equalInfo, choices, dispersion, ranking, knnLm, generation
   * @param tags its tags
   * @param settings settings of the measure by name
   * @param dataDigest hex SHA-256 of the data; null when it could not be read
   * @param leaves one per candidate
   * @param across what holds of all candidates together, such as how two figures go together
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record CheckRecord(
      String spec,
      String specDisplayName,
      String method,
      String displayName,
      String kind,
      List<String> tags,
      Map<String, String> settings,
      @Nullable String dataDigest,
      List<Leaf> leaves,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Figure> across) {
    /** Copies the lists; refuses nulls, which a damaged file would bring. */
    public CheckRecord {
      Objects.requireNonNull(spec, "spec is missing");
      Objects.requireNonNull(method, "method is missing");
      leaves = List.copyOf(Objects.requireNonNull(leaves, "leaves are missing"));
      across = across == null ? List.of() : List.copyOf(across);
    }

    /** A check of which nothing is said of all candidates together. */
    public CheckRecord(
        String spec,
        String specDisplayName,
        String method,
        String displayName,
        String kind,
        List<String> tags,
        Map<String, String> settings,
        @Nullable String dataDigest,
        List<Leaf> leaves) {
      this(
          spec,
          specDisplayName,
          method,
          displayName,
          kind,
          tags,
          settings,
          dataDigest,
          leaves,
          List.of());
    }
  }

  /**
   * A drop of a score that was tested against chance.
   *
   * @param spec binary name of the spec class
   * @param method name of the method
   * @param candidate name of the candidate
   * @param metric name of the metric that is the p value
   * @param pValue probability of as much by chance
   * @param holm the same, corrected so that the chance of any false alarm of the run stays below it
   *     (Holm 1979)
   * @param falseDiscovery the same, corrected so that the share of false alarms among those taken
   *     for true stays below it (Benjamini and Hochberg 1995)
   */
  public record Degradation(
      String spec,
      String method,
      String candidate,
      String metric,
      double pValue,
      double holm,
      double falseDiscovery) {}

  /**
   * A check on one candidate.
   *
   * @param candidate name of the candidate, empty when the baseline stands alone
   * @param dtype type the judged model computed in
   * @param status how it came out
   * @param seconds wall time
   * @param figures what was measured
   * @param verdicts what was judged
   * @param failure what the spec's own assertions said, or null
   * @param error why nothing could be measured, or null
   * @param details what a person drills down to; its shape belongs to the kind of measure
   * @param partial whether the check stopped before all of its data was read, since its limits were
   *     decided
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Leaf(
      String candidate,
      String dtype,
      Status status,
      double seconds,
      List<Figure> figures,
      List<Verdict> verdicts,
      @Nullable String failure,
      @Nullable String error,
      @Nullable JsonNode details,
      boolean partial) {
    /** Copies the lists; refuses nulls, which a damaged file would bring. */
    public Leaf {
      Objects.requireNonNull(candidate, "candidate is missing");
      Objects.requireNonNull(status, "status is missing");
      figures = List.copyOf(Objects.requireNonNull(figures, "figures are missing"));
      verdicts = List.copyOf(Objects.requireNonNull(verdicts, "verdicts are missing"));
    }

    /** A leaf that read all of its data. */
    public Leaf(
        String candidate,
        String dtype,
        Status status,
        double seconds,
        List<Figure> figures,
        List<Verdict> verdicts,
        @Nullable String failure,
        @Nullable String error,
        @Nullable JsonNode details) {
      this(candidate, dtype, status, seconds, figures, verdicts, failure, error, details, false);
    }
  }

  /** How a leaf came out. */
  public enum Status {
    /** Every limit holds, and the body's assertions. */
    PASSED,
    /** A limit is broken, a figure regressed, or an assertion of the body failed. */
    FAILED,
    /** Nothing could be measured. */
    ERROR
  }
}
