package org.modelassay.maven.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.statistics.Interval;

class NumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.02      | share     | 2_%",
        "0.0472222 | share     | 4.72_%",
        "0.98714   | share     | 98.71_%",
        "1         | share     | 100_%",
        "0         | share     | 0_%",
        "0.0000123 | share     | 0.0012_%",
        "0.91267   | bits/byte | 0.9127",
        "12345.6   | tokens    | 12,346",
        "0.00042   | nats      | 0.00042",
        "1.234e-9  | nats      | 1.234e-9",
        "-3.5      | nats      | \u22123.5",
        "NaN       | nats      | not a number",
        "Infinity  | nats      | infinite",
      })
  void readAsPeopleWriteThem(double value, String unit, String text) {
    assertThat(Numbers.of(value, unit)).isEqualTo(text.replace('_', '\u202F'));
  }

  @Test
  void keepApartWhatIsNotEqual() {
    assertThat(Numbers.apart(0.02000001, 0.02, "share")).isEqualTo("2.000001\u202F%");
    assertThat(Numbers.apart(0.02, 0.02, "share")).isEqualTo("2\u202F%");
    assertThat(Numbers.apart(1.00004, 1.0, "ratio")).isEqualTo("1.00004");
    assertThat(Numbers.apart(Math.nextUp(1.0), 1.0, "ratio")).isNotEqualTo("1");
  }

  @Test
  void giveIntervalsTheirSignOnce() {
    assertThat(Numbers.interval(Interval.of(0.0054, 0.0385, "Clopper-Pearson"), "share"))
        .isEqualTo("0.54 to 3.85\u202F%");
    assertThat(Numbers.interval(null, "share")).isEmpty();
  }

  @Test
  void showDifferencesOfSharesAsPoints() {
    assertThat(Numbers.difference(-0.0306, "share")).isEqualTo("\u22123.06\u202Fpp");
    assertThat(Numbers.difference(0.0569, "bits/byte")).isEqualTo("+0.0569");
  }

  @Test
  void nameSizesAndTimes() {
    assertThat(Numbers.magnitude(494_032_768)).isEqualTo("494\u202FM");
    assertThat(Numbers.magnitude(7_241_732_096L)).isEqualTo("7.24\u202FB");
    assertThat(Numbers.bytes(142_974)).isEqualTo("143\u202FkB");
    assertThat(Numbers.seconds(200)).isEqualTo("3\u202Fmin 20\u202Fs");
    assertThat(Numbers.seconds(4.812)).isEqualTo("4.81\u202Fs");
    assertThat(Numbers.instant("2026-11-25T03:51:07.512Z")).isEqualTo("2026-11-25 03:51 UTC");
    assertThat(Numbers.instant("yesterday")).isEqualTo("yesterday");
  }
}
