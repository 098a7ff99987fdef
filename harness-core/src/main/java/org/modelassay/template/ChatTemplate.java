package org.modelassay.template;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.modelassay.AssayException;

/** A model's chat template with its special tokens: conversations as the model was trained on. */
public final class ChatTemplate {
  /** Names that a message's reasoning is given under; the first is what templates read. */
  private static final List<String> REASONING =
      List.of("reasoning_content", "thinking", "reasoning");

  private final Template template;
  private final Map<String, String> specialTokens;

  private ChatTemplate(Template template, Map<String, String> specialTokens) {
    this.template = template;
    this.specialTokens = specialTokens;
  }

  /**
   * Parses a chat template.
   *
   * @param name what messages call it: {@code chat template of org/model}
   * @param source the Jinja of {@code chat_template.jinja}, {@code tokenizer_config.json} or GGUF
   * @param specialTokens the tokenizer's, by variable: {@code bos_token}, {@code eos_token}
   * @throws TemplateException if it is no template that the reference would take
   */
  public static ChatTemplate parse(String name, String source, Map<String, String> specialTokens) {
    return new ChatTemplate(Template.parse(name, source, Dialect.CHAT), Map.copyOf(specialTokens));
  }

  /**
   * Renders a conversation, as {@code apply_chat_template} of transformers does: keys of messages
   * that are null are left out, and reasoning is given under every name that templates know.
   *
   * @param messages maps with {@code role}, {@code content} and whatever the template reads
   * @param addGenerationPrompt whether to end with what the assistant's turn begins with
   * @param more further variables: {@code tools}, {@code documents} (null unless given), or what a
   *     template offers, as {@code enable_thinking}; they come before special tokens
   * @param now what {@code strftime_now} tells
   * @throws TemplateException if the template refuses the conversation, or takes more than it may
   */
  public String render(
      List<? extends Map<String, ?>> messages,
      boolean addGenerationPrompt,
      Map<String, ?> more,
      LocalDateTime now) {
    if (messages.isEmpty()) {
      throw new AssayException("A conversation without messages has no text; give at least one.");
    }
    var variables = new LinkedHashMap<String, Object>(specialTokens);
    variables.put("tools", null);
    variables.put("documents", null);
    variables.putAll(more);
    variables.put("messages", messages.stream().map(ChatTemplate::normalized).toList());
    variables.put("add_generation_prompt", addGenerationPrompt);
    return template.render(variables, now);
  }

  private static Map<String, Object> normalized(Map<String, ?> message) {
    var normalized = new LinkedHashMap<String, Object>();
    var reasoning = new ArrayList<Object>();
    for (String each : REASONING) {
      Object value = message.get(each);
      if (value != null) {
        reasoning.add(value);
      }
    }
    if (!reasoning.isEmpty()) {
      normalized.put("thinking", reasoning.get(0));
    }
    message.forEach(
        (key, value) -> {
          if (value != null) {
            normalized.put(key, value);
          }
        });
    if (!reasoning.isEmpty()) {
      normalized.put("reasoning_content", reasoning.get(0));
    }
    return normalized;
  }
}
