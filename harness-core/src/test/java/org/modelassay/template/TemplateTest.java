package org.modelassay.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static String render(String source, Map<String, ?> variables) {
    return Template.parse("chat template", source, Dialect.CHAT).render(variables);
  }

  private static void assertRefused(String source, String... parts) {
    assertRefused(source, Map.of("s", "text", "l", List.of(1, 2)), parts);
  }

  private static void assertRefused(String source, Map<String, ?> variables, String... parts) {
    assertThatExceptionOfType(TemplateException.class)
        .as("%.100s", source)
        .isThrownBy(() -> render(source, variables))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  // -- messages

  @Test
  void anErrorNamesTemplateLineAndExpression() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(
            () ->
                render(
                    "one\n{% for m in messages %}\n  {{ 'a' + m['content'] }}\n{% endfor %}",
                    Map.of("messages", List.of(Map.of("role", "user")))))
        .withMessage(
            "chat template, line 3: 'a' + m['content']: 'dict object' has no attribute 'content'");
  }

  @Test
  void aRefusalOfTheTemplateIsItsOwnSentence() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render("{{ raise_exception('System role not supported') }}", Map.of()))
        .satisfies(e -> assertThat(e.reason()).isEqualTo("System role not supported"))
        .withMessageStartingWith("chat template, line 1: raise_exception(");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "{{ 1 + }} → line 1: }}: unexpected 'end of print statement'",
        "{% if x %} → Unexpected end of template. Jinja was looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block that needs to be closed is 'if'.",
        "{% iff x %} → Encountered unknown tag 'iff'.",
        "{{ s|shout }} → line 1: s|shout: No filter named 'shout'.",
        "{{ s is loud }} → line 1: s is loud: No test named 'loud'.",
        "{% for a, b in l %}{% endfor %} → line 1: for a, b in l: cannot unpack non-iterable int object",
        "{% for a in 5 %}{% endfor %} → line 1: 5: 'int' object is not iterable",
        "{{ l.append(3) }} → access to attribute 'append' of 'list' object is unsafe.",
        "{{ s.__class__.__mro__ }} → access to attribute '__class__' of 'str' object is unsafe.",
      })
  void mistakesAreNamed(String source, String message) {
    assertRefused(source, message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% include 'other' %}",
        "{% extends 'other' %}",
        "{% import 'other' as o %}",
        "{% from 'other' import o %}",
        "{% autoescape true %}{% endautoescape %}",
        "{{ s|random }}",
        "{{ s|urlize }}",
        "{{ s|striptags }}",
        "{{ lipsum() }}",
        "{{ s.encode() }}",
        "{{ (-8) ** 0.5 }}",
      })
  void whatIsLeftOutIsAnErrorWhenItIsUsed(String source) {
    assertRefused(source, "not supported");
  }

  @Test
  void aLongExpressionIsShortenedInMessages() {
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> render("{{ '" + "x".repeat(500) + "' + 1 }}", Map.of()))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
  }

  // -- bounds

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Steps.
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) if a < 0 or [1] * 9999 == 3 %}{% endfor %}",
        "{{ range(99999)|map('string')|map('upper')|list|map('center', 9999)|list }}",
        "{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x * 2 %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x|tojson }}",
        "{% set ns = namespace(x=(1,)) %}{% for i in range(99) %}{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ {ns.x: 1} }}",
        "{% set ns = namespace(a=[1], b=[1]) %}{% for i in range(99) %}{% set ns.a = [ns.a, ns.a] %}{% set ns.b = [ns.b, ns.b] %}{% endfor %}{{ ns.a == ns.b }}",
        // Sizes.
        "{{ 'x' * 999999999 }}",
        "{{ [1] * 999999999 }}",
        "{{ 'x'.center(999999999) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ '%*d' % (999999999, 1) }}",
        "{{ 'x'|indent(999999999) }}",
        "{{ l|tojson(indent=999999999) }}",
        "{{ l|batch(999999999, 1)|list }}",
        "{{ l|slice(999999999)|list }}",
        "{{ ('x' * 9999999).replace('', 'x' * 9999999) }}",
        "{{ ('a' * 9999)|replace('a', 'b' * 9999) }}",
        "{{ 'x'.join(['y' * 9999] * 9999) }}",
        "{{ range(999999) }}",
        "{{ 9 ** (9 ** 9) }}",
        "{{ 2 ** 99999999999999999999 }}",
        "{% set ns = namespace(x=3) %}{% for i in range(99) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
        "{{ 10 ** 5000 }}",
        "{% for a in range(9999) %}{{ 'x' * 99999 }}{% endfor %}",
        // Depth.
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(n) %}{% for a in [1] %}{% if true %}{{ f([n]) }}{% endif %}{% endfor %}{% endmacro %}{{ f(1) }}",
        "{% macro f() %}{% call f() %}{% endcall %}{% endmacro %}{{ f() }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set ns = namespace(x=1) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=1) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x|tojson }}",
        "{% set ns = namespace() %}{% set ns.self = ns %}{{ ns }}",
      })
  void aHostileTemplateEndsWithinBounds(String source) {
    long start = CpuTime.nanos();
    assertRefused(source, "line 1");
    assertThat((CpuTime.nanos() - start) / 1e9).as("CPU seconds of " + source).isLessThan(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "( → )",
        "[ → ]",
        "{'a': → }",
        "`not ` → ``",
        "- → ``",
        "`x if y else ` → ``",
        "f( → )",
        "x[ → ]",
        "1 + ( → )",
        "x|f( → )",
      })
  void nestingInTheSourceIsBounded(String open, String close) {
    assertRefused("{{ " + open.repeat(20_000) + "1" + close.repeat(20_000) + " }}", "levels deep");
    assertRefused("{{ " + open.repeat(20_000), "chat template, line 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {" + 1", ".x", "[0]", "|string", " ~ 1", " or 1", "()", " if 1"})
  void longChainsAreBoundedOrRendered(String part) throws InterruptedException {
    // On a small stack: a bound must hold where the machine's would not.
    var failure = new Throwable[1];
    var thread =
        new Thread(
            null,
            () -> {
              try {
                render("{{ 1" + part.repeat(100_000) + " }}", Map.of());
              } catch (TemplateException e) {
                // Refused: as good.
              }
            },
            "small stack",
            512 * 1024);
    thread.setUncaughtExceptionHandler((t, e) -> failure[0] = e);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t|length",
        "t.upper()",
        "t.strip()",
        "t.split()",
        "t.split('a')",
        "t.rsplit(none, 9999)",
        "t.rsplit(' ', 9999)",
        "t.splitlines()",
        "t.partition('z')",
        "t.rpartition('z')",
        "t.find('z')",
        "t.rfind(t[1:])",
        "t.count('a')",
        "t.replace('a', 'b')",
        "t.replace('', '-')",
        "t.title()",
        "t.isalpha()",
        "t.zfill(9)",
        "t.center(9)",
        "t.expandtabs()",
        "t.startswith(t)",
        "t[99999]",
        "t[::2]",
        "t[::-1]",
        "t < u",
        "t == u",
        "t in d",
        "t in u",
        "{t: 1}",
        "d[t]",
        "t ~ 'x'",
        "t + 'x'",
        "t * 2",
        "'%s' % t",
        "t % ()",
        "'{}'.format(t)",
        "t.format()",
        "t|int",
        "t|float",
        "t|wordwrap(1)",
        "t|wordwrap(9)",
        "t|wordcount",
        "t|title",
        "t|trim",
        "t|upper",
        "t|e",
        "t|tojson",
        "[t]",
        "t|reverse",
        "t|first",
        "t|last",
        "t|list",
        "t|sort",
        "t|unique|list",
        "t|groupby(0)",
        "t|map('upper')|list",
        "t|batch(9)|list",
        "t|truncate(9)",
        "t|indent",
        "t|urlencode",
        "t|join",
        "t|center(9)",
        "t|capitalize",
        "t|format",
        "t is lower",
        "t is upper",
        "t is in u",
        "'x'|attr(t)",
        "'x'[t]",
        "[d]|map(attribute=t)|list",
        "b * b",
        "b // 7",
        "b % 7",
        "b / 7",
        "b|string",
        "b|float",
        "7 ** 5000",
        "1e-300",
        "'%.4000f' % 1e300",
        "'{:.9999999f}'.format(0.1)",
        "(b, b) < (b, b)",
        "d|dictsort",
        "d.items()|list",
      })
  void noOperationIsCheaperThanItsWork(String operation) {
    String text = "word and \u770b ".repeat(4_000);
    Map<String, Object> variables =
        Map.of("t", text, "u", text + "!", "d", Map.of(text, 1), "b", BigInteger.TEN.pow(4000));
    String source =
        "{% for i in range(99999) %}{% for j in range(99999) %}{% if "
            + operation
            + " %}{% endif %}{% endfor %}{% endfor %}";
    long start = CpuTime.nanos();
    assertRefused(source, variables, "line 1");
    assertThat((CpuTime.nanos() - start) / 1e9).as("CPU seconds").isLessThan(5);
  }

  @Test
  void aLongSourceIsParsedInTimeLinearInIt() {
    var source = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      source
          .append("{% if a")
          .append(i)
          .append(" %}{% set b")
          .append(i)
          .append(" = 1 if c %}\n{% endif %}");
    }
    long start = CpuTime.nanos();
    assertThat(render(source.toString(), Map.of())).isEmpty();
    assertThat((CpuTime.nanos() - start) / 1e9).as("CPU seconds").isLessThan(5);
  }

  @Test
  void nestedBlocksAreBounded() {
    assertRefused("{% if 1 %}".repeat(10_000), "levels deep");
  }

  @Test
  void searchingIsLinearWhateverTheTexts() {
    String text = "a".repeat(1_000_000);
    String needle = "a".repeat(500_000) + "b";
    assertThat(
            render(
                "{{ n in t }}{{ t.find(n) }}{{ t.rfind(n) }}{{ t.count(n) }}{{ t.split(n)|length }}",
                Map.of("t", text, "n", needle)))
        .isEqualTo("False-1-101");
  }

  @Test
  void backtrackingOfARegularExpressionIsBounded() {
    Template template =
        Template.parse("task", "{{ s|regex_replace('(a|a)*(a|a)*b', '') }}", Dialect.TASK);
    assertThatExceptionOfType(TemplateException.class)
        .isThrownBy(() -> template.render(Map.of("s", "a".repeat(5000))));
  }

  @Test
  void aLongConversationIsWithinBounds() {
    var message = Map.of("role", "user", "content", "word ".repeat(40_000));
    String source =
        "{% for m in messages %}{{ m.content.strip().split('x')[-1] | trim | replace('a', 'b') }}"
            + "{% endfor %}";
    assertThat(render(source, Map.of("messages", Collections.nCopies(50, message))))
        .hasSize(50 * (200_000 - 1));
  }

  // -- variables

  @Test
  void takesWhatJsonHolds() {
    var map = new LinkedHashMap<String, Object>();
    map.put("n", null);
    map.put("b", true);
    map.put("i", 1);
    map.put("l", 2L);
    map.put("d", 0.5f);
    map.put("list", Arrays.asList("x", null));
    assertThat(render("{{ v }}", Map.of("v", map)))
        .isEqualTo("{'n': None, 'b': True, 'i': 1, 'l': 2, 'd': 0.5, 'list': ['x', None]}");
  }

  @Test
  void refusesWhatIsNoData() {
    assertRefused("", Map.of("v", new Object()), "the variable v holds a java.lang.Object");
  }

  @Test
  void renderingsShareNothing() {
    Template template =
        Template.parse("t", "{% set _ = l.append(1) %}{{ l }}{% set x = 1 %}", Dialect.TASK);
    Map<String, Object> variables = Map.of("l", List.of());
    assertThat(template.render(variables)).isEqualTo("[1]");
    assertThat(template.render(variables)).isEqualTo("[1]");
  }

  @Test
  void theClockIsAParameter() {
    assertThat(
            Template.parse("t", "{{ strftime_now('%d %b %Y') }}", Dialect.CHAT)
                .render(Map.of(), LocalDateTime.of(2026, 1, 5, 0, 0)))
        .isEqualTo("05 Jan 2026");
  }

  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "1e23, 1e+23",
    "9007199254740993, 9007199254740992.0",
    "2.2250738585072014e-308, 2.2250738585072014e-308",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2.0e-3, 0.002",
    "5.684341886080802e-14, 5.684341886080802e-14",
    "1e16, 1e+16",
    "123456789012345.6, 123456789012345.6",
  })
  void floatsPrintAsPythonPrintsThem(double value, String printed) {
    assertThat(render("{{ v }}", Map.of("v", value))).isEqualTo(printed);
  }
}
