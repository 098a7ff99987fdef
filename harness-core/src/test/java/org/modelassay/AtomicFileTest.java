package org.modelassay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  private static AtomicFile.Content text(String text) {
    return out -> {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.close();
    };
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void createsFoldersAndReplaces(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("with space/a/b.json");
    AtomicFile.write(file, text("one"));
    AtomicFile.write(file, text("two"));
    assertThat(file).hasContent("two");
    assertThat(files(folder.resolve("with space/a"))).isOne();
  }

  @Test
  void aFullDiskLeavesTheFileAsItWasAndSaysSo(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.json");
    AtomicFile.write(file, text("before"));
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    out -> {
                      out.write(new byte[100_000]);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(file + ": cannot be written: No space left on device. Free space");
    assertThat(file).hasContent("before");
    assertThat(files(folder)).isOne();
  }

  @Test
  void aFileInThePlaceOfAFolderIsNamed(@TempDir Path folder) throws IOException {
    Path inTheWay = Files.writeString(folder.resolve("target"), "");
    Path file = inTheWay.resolve("run.json");
    assertThatThrownBy(() -> AtomicFile.write(file, text("x")))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(file + ": cannot be written: ")
        .hasMessageContaining("name another file");
  }
}
