package org.modelassay.model.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modelassay.AssayException;
import org.modelassay.torch.Device;
import org.modelassay.torch.Encoder;

/** How a directory of sentence-transformers is read, and what is said of one that is wrong. */
class EncoderFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private void rejected(String message) {
    assertThatThrownBy(() -> EncoderFiles.open(folder))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(message)
        .hasMessageStartingWith(folder.toString());
  }

  @Test
  void theModulesSayHowStatesBecomeAnEmbedding() {
    try (EncoderFiles mpnet = EncoderFiles.open(EncoderCopy.golden("mpnet"));
        EncoderFiles bert = EncoderFiles.open(EncoderCopy.golden("bert"))) {
      assertThat(mpnet.pooling()).containsExactly("mean");
      assertThat(mpnet.stages()).containsExactly("normalize");
      assertThat(mpnet.longest()).isEqualTo(12);
      assertThat(bert.pooling())
          .containsExactly(
              "cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken");
      assertThat(bert.stages()).containsExactly("tanh", "normalize");
      assertThat(bert.longest()).isEqualTo(16);
    }
  }

  @Test
  void anEncoderAloneIsPooledByTheMeanAndHasItsOwnPositions() {
    try (EncoderFiles roberta = EncoderFiles.open(EncoderCopy.golden("roberta"))) {
      assertThat(roberta.pooling()).containsExactly("mean");
      assertThat(roberta.stages()).isEmpty();
      // 64 positions, of which those up to the padding id's, 3, are no token's.
      assertThat(roberta.longest()).isEqualTo(60);
    }
  }

  @Test
  void aTextIsCutToTheLongestLengthWithItsSpecialTokens() throws IOException {
    EncoderCopy copy = EncoderCopy.of("mpnet", folder);
    String longText = "a b c d e f g h i j k l m n";

    int[] whole;
    try (EncoderFiles files = EncoderFiles.open(folder)) {
      whole = files.tokens(longText);
      assertThat(whole).hasSize(12).startsWith(2).endsWith(3);
      assertThat(files.tokens("")).containsExactly(2, 3);
    }
    copy.<ObjectNode>edit("sentence_bert_config.json", c -> c.put("max_seq_length", 5));
    try (EncoderFiles files = EncoderFiles.open(folder)) {
      assertThat(files.tokens(longText)).containsExactly(2, whole[1], whole[2], whole[3], 3);
    }
    copy.<ObjectNode>edit("tokenizer_config.json", c -> c.put("truncation_side", "left"));
    try (EncoderFiles files = EncoderFiles.open(folder)) {
      int[] end = files.tokens("l m n");
      assertThat(files.tokens(longText)).isEqualTo(end).hasSize(5);
    }
    copy.<ObjectNode>edit("sentence_bert_config.json", c -> c.put("max_seq_length", 2));
    try (EncoderFiles files = EncoderFiles.open(folder)) {
      assertThatThrownBy(() -> files.tokens("a"))
          .hasMessage(
              folder + ": a text has 2 tokens at most, and the tokenizer alone puts 2 around it");
    }
  }

  @Test
  void theTextOfASpecialTokenIsText() {
    try (EncoderFiles files = EncoderFiles.open(EncoderCopy.golden("mpnet"))) {
      // [CLS] is 2 and [SEP] is 3: around the text, and nowhere in it.
      int[] tokens = files.tokens("a [SEP] b [CLS]");
      assertThat(Arrays.copyOfRange(tokens, 1, tokens.length - 1)).doesNotContain(2, 3);
      assertThat(tokens).startsWith(2).endsWith(3);
    }
  }

  @Test
  void aTextWithoutAnyTokenHasNoEmbedding() throws IOException {
    EncoderCopy.of("mpnet", folder)
        .<ObjectNode>edit("tokenizer.json", t -> t.putNull("post_processor"));

    try (EncoderFiles files = EncoderFiles.open(folder)) {
      assertThat(files.tokens("a")).hasSize(1);
      assertThatThrownBy(() -> files.tokens(" "))
          .hasMessage(
              folder
                  + ": a text has no tokens, and the tokenizer puts none around it, so it has no"
                  + " embedding: \" \"");
    }
  }

  @Test
  void capitalsBecomeSmallOneByOne() throws IOException {
    EncoderCopy.of("distilbert", folder)
        .<ObjectNode>edit("sentence_bert_config.json", c -> c.put("do_lower_case", true));

    try (EncoderFiles small = EncoderFiles.open(folder);
        EncoderFiles as = EncoderFiles.open(EncoderCopy.golden("distilbert"))) {
      assertThat(small.tokens("The NURSE")).isEqualTo(as.tokens("the nurse"));
      assertThat(as.tokens("The NURSE")).isNotEqualTo(as.tokens("the nurse"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "config.json; model_type; \"t5\"; config.json: model_type 't5' is not supported as a sentence encoder; supported are bert, camembert, distilbert, mpnet, roberta, xlm-roberta",
        "config.json; hidden_act; \"mish\"; config.json: hidden_act is \"mish\", which is not implemented",
        "config.json; position_embedding_type; \"relative_key\"; config.json: position_embedding_type is \"relative_key\", which is not implemented; supported: absolute",
        "config.json; is_decoder; true; config.json: is_decoder is true, which is not implemented; supported: false",
        "config.json; num_attention_heads; 7; config.json: a width of 20 is no multiple of 7 heads",
        "config.json; num_hidden_layers; 2000000000; config.json: num_hidden_layers is 2000000000, expected at most 10000",
        "config.json; num_hidden_layers; 1; tensors are left over, such as encoder.layer.1.",
        "config.json; num_hidden_layers; 3; 16 of the tensors that config.json asks for are missing, such as encoder.layer.2.attention.self.query.weight [20, 20]",
        "config.json; vocab_size; 81; tensor embeddings.word_embeddings.weight has shape [80, 20], config.json asks for [81, 20]",
        "config.json; embedding_size; 8; config.json: embedding_size is 8; this key is not known for model_type 'bert'",
        "config.json; quantization_config; {\"bits\": 4}; config.json: quantization_config is",
        "modules.json; /0/type; \"sentence_transformers.models.WordEmbeddings\"; modules.json: type of module 0 is \"sentence_transformers.models.WordEmbeddings\", which is not implemented there; supported: Transformer",
        "modules.json; /1/type; \"custom.Pooling\"; modules.json: type of module 1 is \"custom.Pooling\", which is not implemented there; supported: Pooling",
        "modules.json; /2/type; \"sentence_transformers.models.LSTM\"; modules.json: type of module 2 is \"sentence_transformers.models.LSTM\", which is not implemented there; supported: Dense, Dropout, Normalize",
        "modules.json; /1/path; \"../1_Pooling\"; modules.json: path of module 1 is \"../1_Pooling\"; expected the name of a folder",
        "modules.json; /1/path; \"/etc\"; modules.json: path of module 1 is \"/etc\"; expected the name of a folder",
        "1_Pooling/config.json; pooling_mode; \"median\"; config.json: pooling_mode is \"median\", which is not implemented; supported: cls, max, mean, mean_sqrt_len_tokens, weightedmean, lasttoken",
        "1_Pooling/config.json; embedding_dimension; 21; config.json: embedding_dimension is 21, the encoder's states have a width of 20",
        "1_Pooling/config.json; include_prompt; false; config_sentence_transformers.json: default_prompt_name is \"say\", which is not implemented; supported: no prompt where the pooling leaves its tokens out",
        "1_Pooling/config.json; pooling_mode_top; true; config.json: pooling_mode_top is true; this key is not known",
        "2_Dense/config.json; activation_function; \"os.system\"; config.json: activation_function is \"os.system\", which is not implemented",
        "2_Dense/config.json; in_features; 7; config.json: in_features is 7, what comes in has a width of 120",
        "2_Dense/config.json; out_features; 17; tensor linear.weight has shape [16, 120], config.json asks for [17, 120]",
        "2_Dense/config.json; bias; false; tensors are left over, such as linear.bias",
        "2_Dense/config.json; module_input_name; \"token_embeddings\"; config.json: module_input_name is \"token_embeddings\", which is not implemented",
        "sentence_bert_config.json; transformer_task; \"fill-mask\"; sentence_bert_config.json: transformer_task is \"fill-mask\", which is not implemented; supported: feature-extraction",
        "sentence_bert_config.json; query_length; 32; sentence_bert_config.json: query_length is 32; this key is not known",
        "sentence_bert_config.json; max_seq_length; 0; sentence_bert_config.json: max_seq_length is 0, expected a positive whole number",
        "tokenizer_config.json; model_max_length; -1; tokenizer_config.json: model_max_length is -1.0, expected a positive number",
        "tokenizer_config.json; truncation_side; \"middle\"; tokenizer_config.json: truncation_side is \"middle\", which is not implemented; supported: right, left",
        "config_sentence_transformers.json; default_prompt_name; \"query\"; config_sentence_transformers.json: default_prompt_name is query, and prompts has no text of that name",
        "config_sentence_transformers.json; truncate_dim; 8; config_sentence_transformers.json: truncate_dim is 8; this key is not known",
      })
  void aSettingThatIsNotReadIsRefusedByName(String file, String key, String value, String message)
      throws IOException {
    EncoderCopy.of("bert", folder)
        .<JsonNode>edit(
            file,
            root -> {
              try {
                JsonNode given = JSON.readTree(value);
                if (key.startsWith("/")) {
                  ((ObjectNode) root.get(key.charAt(1) - '0')).set(key.substring(3), given);
                } else {
                  ((ObjectNode) root).set(key, given);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });

    rejected(message);
  }

  @Test
  void namesOfOtherTimesAndHeadsMakeNoDifference() throws IOException {
    EncoderCopy.of("mpnet", folder)
        .rename(
            name ->
                name.startsWith("pooler.")
                    ? name.replace("pooler.", "lm_head.")
                    : "mpnet."
                        + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                            .replace("LayerNorm.bias", "LayerNorm.beta"));

    List<int[]> ids = List.of(new int[] {2, 9, 3});
    try (EncoderFiles renamed = EncoderFiles.open(folder);
        EncoderFiles plain = EncoderFiles.open(EncoderCopy.golden("mpnet"));
        Encoder a = Encoder.load(renamed, Device.CPU);
        Encoder b = Encoder.load(plain, Device.CPU)) {
      assertThat(a.embeddings(ids).get(0)).isEqualTo(b.embeddings(ids).get(0));
    }
  }

  @Test
  void fewerBucketsThanTheReferenceComputesAreRefused() throws IOException {
    EncoderCopy.of("mpnet", folder)
        .<ObjectNode>edit("config.json", c -> c.put("relative_attention_num_buckets", 16));

    rejected(
        "relative_attention_num_buckets is 16, which is not implemented; supported: 32 or more");
  }

  @Test
  void aModuleWithoutItsFilesIsNamed() throws IOException {
    EncoderCopy.of("bert", folder).remove("2_Dense/model.safetensors");

    rejected("2_Dense has no weights");
  }

  @Test
  void aPickleIsRefusedWithTheRemedy() throws IOException {
    EncoderCopy.of("bert", folder)
        .remove("2_Dense/model.safetensors")
        .write("2_Dense/pytorch_model.bin", "");

    rejected("pytorch_model.bin is a pickle, which runs code when read; save the model as");
  }

  @Test
  void aChainWithoutPoolingIsRefused() throws IOException {
    EncoderCopy.of("bert", folder)
        .<ArrayNode>edit(
            "modules.json",
            m -> {
              while (m.size() > 1) {
                m.remove(1);
              }
            });

    rejected("modules.json has 1 modules; expected a Transformer and a Pooling at least");
  }

  @Test
  void whatIsNoDirectoryIsRefused() {
    Path absent = folder.resolve("absent");

    assertThatThrownBy(() -> EncoderFiles.open(absent))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "sentence encoder "
                + absent
                + " is no directory; expected one in the layout of sentence-transformers");
  }

  /**
   * Seed 20: damaged settings end in an error that names the folder, or in an encoder that
   * computes.
   */
  @Test
  void damagedSettingsEndInAnErrorOrAnEncoder() throws IOException {
    int rounds = Integer.getInteger("assay.fuzz", 60);
    var random = new Random(20);
    EncoderCopy copy = EncoderCopy.of("bert", folder);
    List<Path> files = copy.settings();
    int refused = 0;
    for (int i = 0; i < rounds; i++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] before = Files.readAllBytes(file);
      byte[] after =
          random.nextInt(3) == 0 ? damagedBytes(before, random) : damagedValue(before, random);
      Files.write(file, after);
      String what =
          i + ": " + folder.relativize(file) + "\n" + new String(after, StandardCharsets.UTF_8);
      try (EncoderFiles opened = EncoderFiles.open(folder);
          Encoder encoder = Encoder.load(opened, Device.CPU)) {
        int[] tokens = opened.tokens("the nurse");
        assertThat(encoder.embeddings(List.of(tokens))).as(what).hasSize(1);
      } catch (AssayException e) {
        assertThat(e.getMessage()).as(what).contains(folder.toString());
        refused++;
      }
      Files.write(file, before);
    }
    // Both ends are seen: the test would prove nothing if all were refused, or none.
    assertThat(refused).isBetween(rounds / 4, rounds * 9 / 10);
  }

  private static byte[] damagedBytes(byte[] file, Random random) {
    byte[] damaged = file.clone();
    for (int n = random.nextInt(3); n >= 0; n--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return random.nextBoolean() ? damaged : Arrays.copyOf(damaged, random.nextInt(damaged.length));
  }

  /** Replaces one value anywhere by one that is unlikely there. */
  private static byte[] damagedValue(byte[] file, Random random) throws IOException {
    JsonNode root = JSON.readTree(file);
    var containers = new ArrayList<JsonNode>();
    collect(root, containers);
    JsonNode container = containers.get(random.nextInt(containers.size()));
    String[] odd = {
      "null",
      "true",
      "-1",
      "0",
      "1",
      "3",
      "2147483647",
      "99999999999999999999",
      "1e300",
      "\"\"",
      "\"..\"",
      "\"x\"",
      "[]",
      "{}",
      "[[]]",
      "{\"a\": 1}"
    };
    JsonNode value = JSON.readTree(odd[random.nextInt(odd.length)]);
    if (container instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      object.set(names.get(random.nextInt(names.size())), value);
    } else if (container instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), value);
    }
    return JSON.writeValueAsBytes(root);
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }
}
