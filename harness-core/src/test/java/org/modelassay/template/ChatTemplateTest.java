package org.modelassay.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;

/** What {@code apply_chat_template} of transformers 5.24 does around a template. */
class ChatTemplateTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 15, 0, 0);
  private static final List<Map<String, String>> HELLO =
      List.of(Map.of("role", "user", "content", "Hello"));

  private static String render(
      String source, List<? extends Map<String, ?>> messages, Map<String, ?> more) {
    return ChatTemplate.parse("chat template", source, Map.of("bos_token", "<s>"))
        .render(messages, true, more, NOW);
  }

  @Test
  void aTemplateSeesMessagesTokensAndThePrompt() {
    assertThat(
            render(
                "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
                    + "{% if add_generation_prompt %}assistant:{% endif %}",
                HELLO, Map.of()))
        .isEqualTo("<s>user: Hello\nassistant:");
  }

  @Test
  void toolsAndDocumentsAreNoneUnlessGiven() {
    String source = "{{ tools is none }}{{ documents is none }}{{ eos_token is defined }}";
    assertThat(render(source, HELLO, Map.of())).isEqualTo("TrueTrueFalse");
    assertThat(render(source, HELLO, Map.of("tools", List.of()))).isEqualTo("FalseTrueFalse");
  }

  @Test
  void whatIsGivenComesBeforeSpecialTokens() {
    assertThat(render("{{ bos_token }}", HELLO, Map.of("bos_token", "!"))).isEqualTo("!");
  }

  @Test
  void keysOfAMessageThatAreNullAreLeftOut() {
    var message = new HashMap<String, Object>();
    message.put("role", "assistant");
    message.put("content", null);
    assertThat(render("{{ messages[0].content is defined }}", List.of(message), Map.of()))
        .isEqualTo("False");
  }

  @Test
  void reasoningIsGivenUnderEveryNameThatTemplatesRead() {
    assertThat(
            render(
                "{{ messages[0].thinking }} {{ messages[0].reasoning_content }}",
                List.of(Map.of("role", "assistant", "reasoning", "so")),
                Map.of()))
        .isEqualTo("so so");
    assertThat(
            render(
                "{{ messages[0].thinking }} {{ messages[0].reasoning_content }}",
                List.of(Map.of("thinking", "a", "reasoning_content", "b")),
                Map.of()))
        .isEqualTo("a b");
  }

  @Test
  void aConversationNeedsAMessage() {
    assertThatExceptionOfType(AssayException.class)
        .isThrownBy(() -> render("x", List.of(), Map.of()))
        .withMessageContaining("without messages");
  }
}
