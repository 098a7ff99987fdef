package org.modelassay.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private static final String WRITES_OVER = "ConsoleMavenTransferListener";
  private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

  @Test
  void aPersonBeforeATerminalSeesOneLine() {
    assertThat(new Terminal(true, true, false, WRITES_OVER, "Linux", XTERM).rewrites()).isTrue();
  }

  @Test
  void aPipeBatchModeAndParallelModulesGetLines() {
    assertThat(new Terminal(false, true, false, WRITES_OVER, "Linux", XTERM).rewrites()).isFalse();
    assertThat(new Terminal(true, false, false, WRITES_OVER, "Linux", XTERM).rewrites()).isFalse();
    assertThat(new Terminal(true, true, true, WRITES_OVER, "Linux", XTERM).rewrites()).isFalse();
  }

  @Test
  void whereMavenItselfWritesNoLineOverNeitherDoWe() {
    // -q and -ntp; -l
    for (String transfers :
        new String[] {"QuietMavenTransferListener", "Slf4jMavenTransferListener"}) {
      assertThat(new Terminal(true, true, false, transfers, "Linux", XTERM).rewrites()).isFalse();
    }
  }

  @Test
  void theEnvironmentDecides() {
    assertThat(rewrites("Linux", Map.of())).isFalse();
    assertThat(rewrites("Linux", Map.of("TERM", "dumb"))).isFalse();
    assertThat(rewrites("Linux", Map.of("TERM", "xterm", "CI", "true"))).isFalse();
    assertThat(rewrites("Linux", Map.of("TERM", "xterm", "CI", "false"))).isTrue();
    assertThat(rewrites("Linux", Map.of("TERM", "xterm", "NO_COLOR", "1"))).isTrue();
    assertThat(rewrites("Windows 10", Map.of())).isFalse();
    assertThat(rewrites("Windows 11", Map.of("WT_SESSION", "0-1"))).isTrue();
  }

  private static boolean rewrites(String os, Map<String, String> environment) {
    return new Terminal(true, true, false, WRITES_OVER, os, environment).rewrites();
  }
}
