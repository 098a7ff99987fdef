package org.modelassay.junit.execution;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.gate.Metric;
import org.modelassay.measure.Measure;
import org.modelassay.measure.MeasureResult;
import org.modelassay.reading.TextModel;

/** Stands for the measure of a wrong spec, so that its error gets into the record. */
record UnusableMeasure(String kind, String problem) implements Measure<MeasureResult> {
  @Override
  public List<Metric> metrics() {
    return List.of();
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public Class<MeasureResult> resultType() {
    return MeasureResult.class;
  }

  @Override
  public String dataDigest() {
    throw new AssayException(problem);
  }

  @Override
  public Plan<MeasureResult> plan(TextModel subject, @Nullable TextModel baseline) {
    throw new AssayException(problem);
  }
}
