package org.modelassay.generation;

import java.util.Arrays;
import java.util.function.Supplier;
import org.modelassay.model.Tokenizer;
import org.modelassay.reading.Request;
import org.modelassay.reading.TokenSequence;

/** One prompt and what has been written to it so far. */
final class Continuation {
  private final Request.Generating request;
  private final Supplier<Tokenizer> tokenizer;
  private final int place;
  private final String id;
  private final int promptLength;
  private int[] tokens;
  private int length;
  private int read;
  private boolean ended;
  private boolean truncated;
  private int surplus;

  /**
   * Creates a continuation without a token of its own.
   *
   * @param place of the prompt in the request
   * @param tokenizer asked for only when the request has stop strings
   */
  Continuation(Request.Generating request, int place, Supplier<Tokenizer> tokenizer) {
    this.request = request;
    this.tokenizer = tokenizer;
    this.place = place;
    TokenSequence prompt = request.prompts().get(place);
    id = prompt.id();
    promptLength = prompt.length();
    length = promptLength;
    tokens = Arrays.copyOf(prompt.tokens(), promptLength + Math.min(64, request.maxNewTokens()));
  }

  /** Place of the prompt in the request. */
  int place() {
    return place;
  }

  /** The prompt's id. */
  String id() {
    return id;
  }

  /** Tokens of prompt and output. */
  int length() {
    return length;
  }

  /** Tokens of the output. */
  int written() {
    return length - promptLength;
  }

  /** How many of its tokens the model has read. */
  int read() {
    return read;
  }

  /** The tokens from a place on. */
  int[] tokens(int from) {
    return Arrays.copyOfRange(tokens, from, length);
  }

  /** The tokens of the output. */
  int[] output() {
    return tokens(promptLength);
  }

  boolean ended() {
    return ended;
  }

  /** Whether it was cut at the longest length. */
  boolean truncated() {
    return truncated;
  }

  /** {@code char}s at the end of the decoded output that belong to a stop string. */
  int surplus() {
    return surplus;
  }

  /** The number that decides what is sampled next. */
  long draw() {
    return request.sampling().draw(id, written());
  }

  /** Takes the next token, which the model gave after reading all tokens so far. */
  void accept(int token) {
    read = length;
    if (request.stopTokens().contains(token)) {
      ended = true;
      return;
    }
    if (length == tokens.length) {
      tokens = Arrays.copyOf(tokens, length + length / 2 + 1);
    }
    tokens[length++] = token;
    if (!request.stops().isEmpty() && stopped()) {
      ended = true;
    } else if (written() == request.maxNewTokens()) {
      ended = true;
      truncated = true;
    }
  }

  /**
   * Whether the output holds a stop string; then it is cut to the tokens of the text in front of
   * the first one. All of it is decoded each time: the text of a token can depend on those before
   * it, as where a character is made of several, and a step of a model costs far more.
   */
  private boolean stopped() {
    Tokenizer decoder = tokenizer.get();
    String text = decoder.decode(output());
    int begin = -1;
    for (String stop : request.stops()) {
      int at = text.indexOf(stop);
      begin = at >= 0 && (begin < 0 || at < begin) ? at : begin;
    }
    if (begin < 0) {
      return false;
    }
    String kept = text.substring(0, begin);
    String shorter = text;
    while (written() > 0) {
      length--;
      String without = decoder.decode(output());
      if (!without.startsWith(kept)) {
        length++;
        break;
      }
      shorter = without;
    }
    surplus = shorter.length() - begin;
    return true;
  }
}
