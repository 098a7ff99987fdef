package org.modelassay.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0.08125, share, 8.12 %",
    "0.5, share, 50 %",
    "-0.0123, share, -1.23 %",
    "0.000312345, share, 0.0312 %",
    "0, share, 0 %",
    "1.23456, bits/byte, 1.235 bits/byte",
    "12345.67, tokens, 12346 tokens",
    "100, tokens, 100 tokens",
    "0.00001234567, nats, 0.00001235 nats",
    "1.234567e-9, nats, 1.235E-9 nats",
    "1.02, ratio, 1.02",
    "NaN, share, NaN",
    "-Infinity, nats, -infinity"
  })
  void peopleReadFourDigitsAndPercent(double value, String unit, String text) {
    assertThat(Amounts.rounded(value, unit)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.02, 0.02, 2 %",
    "0.020000001, 0.02, 2.0000001 %",
    "0.0199999, 0.02, 1.99999 %",
    "0.020000000000000004, 0.02, 2.0000000000000004 %",
    "0.0812, 0.02, 8.12 %"
  })
  void roundingNeverCrossesOrTouchesTheLimit(double value, double limit, String text) {
    assertThat(Amounts.beside(value, limit, "share")).isEqualTo(text);
  }

  @Test
  void limitsKeepTheirDigits() {
    assertThat(Amounts.exact(0.012345678, "share")).isEqualTo("1.2345678 %");
    assertThat(Amounts.exact(0.21, "bits/byte")).isEqualTo("0.21 bits/byte");
  }

  @Test
  void everyLocaleReadsTheSame() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Amounts.rounded(1234.5, "tokens")).isEqualTo("1234 tokens");
      assertThat(Amounts.rounded(0.0812, "share")).isEqualTo("8.12 %");
    } finally {
      Locale.setDefault(before);
    }
  }
}
