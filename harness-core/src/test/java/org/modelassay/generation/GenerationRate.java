package org.modelassay.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import org.modelassay.reading.Continuations;
import org.modelassay.reading.LocalModel;
import org.modelassay.reading.LocalModels;
import org.modelassay.reading.Progress;
import org.modelassay.reading.Request;
import org.modelassay.reading.TokenSequence;

/**
 * Generates greedily and prints the tokens written and the seconds it took, in turns whenever a
 * line comes in, so that another process can be measured between. Run by {@code
 * benchmarks/generation}.
 */
final class GenerationRate {
  private GenerationRate() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    int longest = Integer.parseInt(arguments[2]);
    var prompts = new ArrayList<TokenSequence>();
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      JsonNode prompt = new ObjectMapper().readTree(line);
      int[] ids = new ObjectMapper().convertValue(prompt.get("ids"), int[].class);
      prompts.add(new TokenSequence(prompt.get("id").asText(), ids, 0, ids.length));
    }
    try (LocalModel model = LocalModels.open(directory, "", Files.createTempDirectory("digests"))) {
      var request = new Request.Generating("prompts", prompts, longest, model.endTokens());
      var warm = new Request.Generating("warm", prompts.subList(0, 1), 2, new TreeSet<>());
      generate(model, warm);
      System.out.println("ready");
      while (System.in.read() >= 0) {
        long begin = System.nanoTime();
        Continuations outputs = generate(model, request);
        double seconds = (System.nanoTime() - begin) / 1e9;
        // An end token is written too, if not kept.
        long tokens = 0;
        for (int i = 0; i < prompts.size(); i++) {
          tokens += outputs.outputs().get(i).length + (outputs.truncated()[i] ? 0 : 1);
        }
        System.out.println(tokens + " " + seconds);
      }
    }
  }

  private static Continuations generate(LocalModel model, Request.Generating request) {
    return new Generator(Progress.NONE, () -> false)
        .generate(model, model.decoder(), request, "benchmark");
  }
}
