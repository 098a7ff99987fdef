package org.modelassay.junit.descriptor;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.modelassay.AssayException;
import org.modelassay.brevity.GenerationMeasure;
import org.modelassay.brevity.GenerationResult;
import org.modelassay.coding.CodingMeasure;
import org.modelassay.coding.CodingResult;
import org.modelassay.coding.LongPerplexity;
import org.modelassay.coding.equalinfo.EqualInfoMeasure;
import org.modelassay.coding.equalinfo.EqualInfoResult;
import org.modelassay.dispersion.DispersionMeasure;
import org.modelassay.dispersion.DispersionResult;
import org.modelassay.dispersion.PerplexityProtocol;
import org.modelassay.dispersion.ranking.RankingMeasure;
import org.modelassay.dispersion.ranking.RankingResult;
import org.modelassay.dispersion.ranking.RankingSettings;
import org.modelassay.flips.ChoicesMeasure;
import org.modelassay.flips.ChoicesResult;
import org.modelassay.junit.AgainstPerplexity;
import org.modelassay.junit.Choices;
import org.modelassay.junit.Coding;
import org.modelassay.junit.Dispersion;
import org.modelassay.junit.DispersionRanking;
import org.modelassay.junit.EqualInfoWindows;
import org.modelassay.junit.Generation;
import org.modelassay.junit.LongPpl;
import org.modelassay.junit.NearestNeighbours;
import org.modelassay.knnlm.KnnLmMeasure;
import org.modelassay.knnlm.KnnLmResult;
import org.modelassay.knnlm.Mixing;
import org.modelassay.measure.Measure;
import org.modelassay.measure.MeasureResult;
import org.modelassay.reading.Sampling;

/**
 * A kind of check: its annotation, and how the annotation becomes a measure. A new measure is a new
 * line here.
 *
 * @param annotation the annotation on the method
 * @param name first part of the names of its metrics
 * @param resultType what the method may take
 * @param data attribute that names the data
 * @param factory makes the measure; paths are resolved against the given directory. Reads no file
 */
public record CheckKind(
    Class<? extends Annotation> annotation,
    String name,
    Class<? extends MeasureResult> resultType,
    String data,
    BiFunction<Annotation, Path, Measure<?>> factory) {

  /** All kinds. */
  public static final List<CheckKind> ALL =
      List.of(
          kind(Coding.class, "coding", CodingResult.class, "corpus", CheckKind::coding),
          kind(
              EqualInfoWindows.class,
              "equalInfo",
              EqualInfoResult.class,
              "corpus",
              (it, base) ->
                  new EqualInfoMeasure(
                      base.resolve(it.corpus()),
                      it.windowBits(),
                      it.tokenBits(),
                      it.rule(),
                      it.reset(),
                      it.learnerParameters(),
                      it.roundTrip(),
                      it.stabilityWords())),
          kind(Choices.class, "choices", ChoicesResult.class, "task", CheckKind::choices),
          kind(
              Dispersion.class,
              "dispersion",
              DispersionResult.class,
              "corpus",
              CheckKind::dispersion),
          kind(
              DispersionRanking.class,
              "ranking",
              RankingResult.class,
              "corpus",
              (it, base) ->
                  new RankingMeasure(
                      base.resolve(it.corpus()),
                      new RankingSettings(
                          it.slices(),
                          it.clusters(),
                          it.smallestSlice(),
                          it.segmentLength(),
                          it.layer(),
                          it.sublayer(),
                          it.pooling(),
                          it.centred(),
                          it.tail()))),
          kind(
              NearestNeighbours.class,
              "knnLm",
              KnnLmResult.class,
              "corpus",
              (it, base) ->
                  new KnnLmMeasure(
                      base.resolve(it.datastore()),
                      base.resolve(it.corpus()),
                      Arrays.stream(it.layers()).boxed().toList(),
                      List.of(it.sublayers()),
                      it.window(),
                      it.k(),
                      it.search(),
                      Double.isNaN(it.temperature()) && Double.isNaN(it.lambda())
                          ? null
                          : new Mixing(it.temperature(), it.lambda()))),
          kind(
              Generation.class,
              "generation",
              GenerationResult.class,
              "prompts",
              (it, base) ->
                  new GenerationMeasure(
                          base.resolve(it.prompts()),
                          it.items(),
                          it.shots(),
                          it.filter(),
                          it.maxNewTokens(),
                          List.of(it.stop()),
                          new Sampling(it.temperature(), it.topK(), it.topP(), it.seed()))
                      .comparedBy(it.encoder())));

  private static CodingMeasure coding(Coding it, Path base) {
    var measure =
        new CodingMeasure(
                base.resolve(it.corpus()), it.window(), it.stride(), it.bos(), it.roundTrip())
            .by(it.windowing())
            .withInformationBias(it.informationBias());
    for (LongPpl rule : atMostOne("longPpl of @Coding", it.longPpl())) {
      measure =
          measure.with(
              new LongPerplexity(
                  rule.evaluator(), rule.shortContext(), rule.stride(), rule.alpha(), rule.beta()));
    }
    return measure;
  }

  private static DispersionMeasure dispersion(Dispersion it, Path base) {
    var measure =
        new DispersionMeasure(
                base.resolve(it.corpus()),
                Arrays.stream(it.layers()).boxed().toList(),
                it.segmentLength(),
                it.over() == Dispersion.Over.ACROSS_SEGMENTS)
            .of(List.of(it.sublayers()))
            .by(it.pooling())
            .sampling(it.segments(), it.seed());
    measure = it.centred() ? measure.centred() : measure;
    for (AgainstPerplexity rule :
        atMostOne("againstPerplexity of @Dispersion", it.againstPerplexity())) {
      measure =
          measure.against(
              new PerplexityProtocol(rule.groupSize(), rule.groups(), rule.belowPerplexity()));
    }
    return measure;
  }

  /** An attribute that may be left out, which annotations say by an array. */
  private static <A> A[] atMostOne(String attribute, A[] given) {
    if (given.length > 1) {
      throw new AssayException(attribute + " holds " + given.length + "; give one");
    }
    return given;
  }

  private static ChoicesMeasure choices(Choices it, Path base) {
    var measure =
        new ChoicesMeasure(
            base.resolve(it.task()), it.items(), it.shots(), Set.of(it.allowDifferent()));
    measure = it.criticalOnly() ? measure.ofCriticalItems() : measure;
    return it.sequential() ? measure.stoppingEarly() : measure;
  }

  private static <A extends Annotation> CheckKind kind(
      Class<A> annotation,
      String name,
      Class<? extends MeasureResult> resultType,
      String data,
      BiFunction<A, Path, Measure<?>> factory) {
    return new CheckKind(
        annotation,
        name,
        resultType,
        data,
        (declaration, base) -> factory.apply(annotation.cast(declaration), base));
  }

  /** {@code @Coding}, as the user writes it. */
  public String written() {
    return "@" + annotation.getSimpleName();
  }
}
