package org.modelassay.evaluation;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a run. Each has one key, {@code assay.…}, the same as system property, JUnit
 * configuration parameter and Maven property.
 *
 * @param base directory that relative paths of specs start from ({@code assay.basedir}, default the
 *     working directory)
 * @param record the run record to write, or null for none ({@code assay.record})
 * @param accepted the accepted figures ({@code assay.accepted}, default {@code
 *     src/assay/accepted.json})
 * @param cache where readings are kept ({@code assay.cache.dir}, default the user's cache
 *     directory)
 * @param cacheLimitBytes size above which the readings longest unused are deleted ({@code
 *     assay.cache.limit}, default 10 GiB)
 * @param device {@code auto}, {@code cpu}, {@code cuda}, {@code cuda:n}, {@code mps}, or several
 *     GPUs, {@code cuda:0,cuda:1} ({@code assay.device})
 * @param threads threads of libtorch, 0 for its default ({@code assay.threads})
 * @param memoryBytes memory that loaded models may take, 0 for half of the machine's, or what the
 *     GPUs have ({@code assay.memory})
 * @param download whether models of the hub that are not on this machine may be downloaded ({@code
 *     assay.download}, default false)
 * @param sequential whether every check of choices may stop as soon as its limits are decided
 *     ({@code assay.sequential}, default false)
 * @param rounded whether logits of options are rounded to the model's type, as transformers does
 *     ({@code assay.parity=hf}), in place of float32
 */
public record Settings(
    Path base,
    @Nullable Path record,
    Path accepted,
    Path cache,
    long cacheLimitBytes,
    String device,
    int threads,
    long memoryBytes,
    boolean download,
    boolean sequential,
    boolean rounded) {}
