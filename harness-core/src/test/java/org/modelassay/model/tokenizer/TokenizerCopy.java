package org.modelassay.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A golden tokenizer in a folder of its own, to be changed before it is read. */
record TokenizerCopy(Path folder) {
  static final ObjectMapper JSON = new ObjectMapper();

  static TokenizerCopy of(String name, Path folder) throws IOException {
    for (String file : new String[] {"tokenizer.json", "tokenizer_config.json"}) {
      Path source = GoldenTokenizersTest.FOLDER.resolve(name).resolve(file);
      if (Files.exists(source)) {
        Files.copy(source, folder.resolve(file));
      }
    }
    return new TokenizerCopy(folder);
  }

  Path file() {
    return folder.resolve("tokenizer.json");
  }

  ObjectNode tree() throws IOException {
    return (ObjectNode) JSON.readTree(file().toFile());
  }

  /** Changes tokenizer.json. */
  TokenizerCopy change(Consumer<ObjectNode> edit) throws IOException {
    ObjectNode root = tree();
    edit.accept(root);
    return write("tokenizer.json", root);
  }

  /** Writes a file beside it, null for none. */
  TokenizerCopy write(String name, JsonNode content) throws IOException {
    JSON.writeValue(folder.resolve(name).toFile(), content);
    return this;
  }

  TokenizerCopy write(String name, String content) throws IOException {
    return write(name, JSON.readTree(content));
  }

  TokenizerJson read() {
    return TokenizerJson.read(folder);
  }
}
