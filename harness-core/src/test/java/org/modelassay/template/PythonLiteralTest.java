package org.modelassay.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
  @Test
  void readsWhatPythonPrints() {
    assertThat(PythonLiteral.parse("t", "['it\\'s', \"a \\\"b\\\"\", '\\n\\u00e9', 'x']"))
        .isEqualTo(List.of("it's", "a \"b\"", "\n\u00e9", "x"));
    assertThat(PythonLiteral.parse("t", " (1, -2.5, True, None, [])"))
        .isEqualTo(Arrays.asList(BigInteger.ONE, -2.5, true, null, List.of()));
    assertThat(PythonLiteral.parse("t", "{'a': [1], 2: 'b'}"))
        .isEqualTo(Map.of("a", List.of(BigInteger.ONE), BigInteger.TWO, "b"));
    assertThat(PythonLiteral.parse("t", "'}}'")).isEqualTo("}}");
  }

  @Test
  void readsBackWhatATemplateRenders() {
    List<String> choices =
        List.of("it's", "\"quoted\"", "both ' and \"", "a\\b", "tab\t", "é😀\u200b", "");
    String rendered =
        Template.parse("t", "{{choices}}", Dialect.TASK).render(Map.of("choices", choices));
    assertThat(PythonLiteral.parse("t", rendered)).isEqualTo(choices);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "true",
        "none",
        "[x]",
        "1 + 1",
        "f()",
        "[1",
        "1 2",
        "'a' 1",
        "1 }} {{ 2",
        "[1]|first",
        "__import__('os')",
        "{% if true %}1{% endif %}",
        "not True",
        "'a",
        "{# #}"
      })
  void whatIsNoLiteralIsRefused(String text) {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> PythonLiteral.parse("doc_to_choice", text))
        .withMessageStartingWith("doc_to_choice: no literal as Python prints it: ");
  }
}
