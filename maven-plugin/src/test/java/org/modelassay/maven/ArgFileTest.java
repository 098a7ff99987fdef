package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modelassay.AssayException;

class ArgFileTest {
  @Test
  void quotesEveryArgument() {
    var bytes =
        ArgFile.bytes(
            List.of("C:\\my models\\a.jar", "say \"hi\"", "", "two\nlines"),
            StandardCharsets.UTF_8);
    assertThat(new String(bytes, StandardCharsets.UTF_8))
        .isEqualTo(
            """
            "C:\\\\my models\\\\a.jar"
            "say \\"hi\\""
            ""
            "two\\nlines"
            """);
  }

  @Test
  void encodesAsTheLauncherReads() {
    assertThat(ArgFile.bytes(List.of("ü"), StandardCharsets.ISO_8859_1))
        .containsExactly('"', 0xfc, '"', '\n');
  }

  @Test
  void namesTheArgumentThatTheEncodingLacks() {
    assertThatThrownBy(() -> ArgFile.bytes(List.of("/plain", "/職務"), StandardCharsets.ISO_8859_1))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "the argument /職務 cannot be given to a JVM in this system's encoding ISO-8859-1:"
                + " use a UTF-8 locale or a directory with an ASCII name");
  }

  @Test
  void splitsALineAsAShellDoes() {
    assertThat(ArgFile.split("  -Xmx4g \"-Da=b c\" -Dd='e \"f\"'g C:\\x\\y '' "))
        .containsExactly("-Xmx4g", "-Da=b c", "-Dd=e \"f\"g", "C:\\x\\y", "");
    assertThat(ArgFile.split(" \n ")).isEmpty();
  }

  @Test
  void refusesAnOpenQuote() {
    assertThatThrownBy(() -> ArgFile.split("-Da=\"b c"))
        .isInstanceOf(AssayException.class)
        .hasMessage("assay.argLine: the quote \" is not closed in -Da=\"b c");
  }
}
