package org.modelassay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.modelassay.AssayException;

/** Where a directory keeps its chat templates. */
class ChatTemplatesTest {
  @TempDir private Path folder;

  private void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  @Test
  void noneIsNoError() {
    assertThat(ChatTemplates.of(folder)).isEmpty();
  }

  @Test
  void aFileOfItsOwnComesFirst() throws IOException {
    write("tokenizer_config.json", "{\"chat_template\": \"old\"}");
    assertThat(ChatTemplates.of(folder)).isEqualTo(Map.of("default", "old"));
    write("chat_template.json", "{\"chat_template\": \"of the processor\"}");
    assertThat(ChatTemplates.of(folder)).isEqualTo(Map.of("default", "of the processor"));
    write("chat_template.jinja", "{{ messages }}\n");
    assertThat(ChatTemplates.of(folder)).isEqualTo(Map.of("default", "{{ messages }}\n"));
  }

  @Test
  void namedOnesStandInAList() throws IOException {
    write(
        "tokenizer_config.json",
        """
        {"chat_template": [{"name": "default", "template": "a"}, {"name": "rag", "template": "b"}]}
        """);
    assertThat(ChatTemplates.of(folder)).isEqualTo(Map.of("default", "a", "rag", "b"));
  }

  @Test
  void anotherThingIsRefused() throws IOException {
    for (String wrong : new String[] {"7", "[]", "[{\"name\": \"default\"}]", "{}"}) {
      write("tokenizer_config.json", "{\"chat_template\": " + wrong + "}");
      assertThatThrownBy(() -> ChatTemplates.of(folder))
          .as(wrong)
          .isInstanceOf(AssayException.class)
          .hasMessage(
              folder.resolve("tokenizer_config.json")
                  + ": chat_template is neither a text nor a list of objects with the texts name"
                  + " and template");
    }
  }
}
