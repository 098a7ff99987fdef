package org.modelassay.flips;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.modelassay.AssayException;
import org.modelassay.data.ChoiceItem;
import org.modelassay.data.ChoiceTask;
import org.modelassay.model.Tokenizer;
import org.modelassay.model.tokenizer.TokenizerRules;
import org.modelassay.reading.SequenceSet;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * The sequences of a task for one tokenizer, a sequence per choice, item by item, by the rules of
 * lm-evaluation-harness ({@code TemplateLM._encode_pair}): white space that ends the question is
 * moved in front of the choice, question and choice are encoded as one text, and the choice's
 * tokens are those behind as many tokens as the question alone has. Here the question is all that
 * stands in front of a choice's delimiter.
 *
 * <p>A header that many items share is encoded with each of them: no rule that holds for every
 * tokenizer says where a text may be cut so that its parts have the ids of the whole.
 *
 * @param task what they are of
 * @param sequences named {@code item/choice}
 * @param first of each item the number of its first sequence, and of all
 * @param boundaries what the tokenizer does where texts begin and join
 */
record ChoiceTokens(ChoiceTask task, SequenceSet sequences, int[] first, Boundaries boundaries) {
  static ChoiceTokens of(ChoiceTask task, TextModel model) {
    List<ChoiceItem> items = task.items();
    Tokenizer tokenizer = model.tokenizer();
    // Contexts may be long: each text lives only while it is encoded.
    List<List<int[]>> encoded =
        items.parallelStream().map(item -> tokenizer.encodeAll(texts(item))).toList();
    OptionalInt bos = tokenizer.bos();
    OptionalInt inPlaceOfQuestion = inPlaceOfQuestion(tokenizer.rules());
    var sequences = new ArrayList<TokenSequence>();
    var first = new int[items.size() + 1];
    var acrossJoin = new BitSet();
    for (int i = 0; i < items.size(); i++) {
      ChoiceItem item = items.get(i);
      int[] question = encoded.get(i).get(0);
      OptionalInt front = item.context().isEmpty() && bos.isEmpty() ? inPlaceOfQuestion : bos;
      for (int j = 0; j < item.choices().size(); j++) {
        int[] whole = encoded.get(i).get(1 + j);
        int common = Math.min(question.length, whole.length);
        if (!Arrays.equals(question, 0, question.length, whole, 0, common)) {
          acrossJoin.set(i);
        }
        sequences.add(sequence(task, item, j, question.length, whole, front, model));
      }
      first[i + 1] = sequences.size();
    }
    return new ChoiceTokens(
        task,
        SequenceSet.ofTargets(task.name(), sequences),
        first,
        new Boundaries(acrossJoin, bosInText(items, tokenizer.rules())));
  }

  /**
   * What predicts a choice where there is no question and the tokenizer puts nothing in front: the
   * beginning-of-sequence token, or the end-of-sequence token of a tokenizer that has no other
   * ({@code prefix_token_id} of lm-evaluation-harness).
   */
  private static OptionalInt inPlaceOfQuestion(TokenizerRules rules) {
    return Stream.of(Optional.ofNullable(rules.bos()), Optional.ofNullable(rules.eos()))
        .flatMap(Optional::stream)
        .mapToInt(TokenizerRules.Special::id)
        .findFirst();
  }

  /** Items that spell out what the tokenizer may put in front: a task that was made for a model. */
  private static BitSet bosInText(List<ChoiceItem> items, TokenizerRules rules) {
    Stream<TokenizerRules.Special> special =
        Stream.concat(rules.before().stream(), Stream.ofNullable(rules.bos()));
    List<String> texts = special.map(TokenizerRules.Special::text).distinct().toList();
    var found = new BitSet();
    for (int i = 0; i < items.size(); i++) {
      String context = items.get(i).context();
      found.set(i, texts.stream().anyMatch(context::startsWith));
    }
    return found;
  }

  /** What stands in front of the choices, and then it joined to each. */
  private static List<String> texts(ChoiceItem item) {
    String context = item.context();
    var texts = new ArrayList<String>();
    texts.add(withoutTrailingSpace(context));
    item.choices().forEach(choice -> texts.add(context + item.delimiter() + choice));
    return texts;
  }

  private static TokenSequence sequence(
      ChoiceTask task,
      ChoiceItem item,
      int choice,
      int questionLength,
      int[] whole,
      OptionalInt bos,
      TextModel model) {
    // A text that begins with the token already would have it twice.
    boolean there = bos.isPresent() && whole.length > 0 && whole[0] == bos.getAsInt();
    int added = bos.isPresent() && !there ? 1 : 0;
    int[] tokens = whole;
    if (added == 1) {
      tokens = new int[whole.length + 1];
      tokens[0] = bos.getAsInt();
      System.arraycopy(whole, 0, tokens, 1, whole.length);
    }
    int prefix = bos.isPresent() ? 1 : 0;
    int first = Math.max(prefix, questionLength + added);
    if (first == 0) {
      throw new AssayException(
          ("%s: item %s has no question and the tokenizer of %s puts no token in front; expected at"
                  + " least one token before a choice, which predicts its first; write a question")
              .formatted(task.place(item), item.id(), model.name()));
    }
    if (first >= tokens.length) {
      throw new AssayException(
          ("%s: the tokenizer of %s joins choice %d of item %s (%s) to the question so that no"
                  + " token of its own is left; expected at least one to score; end the question"
                  + " where a word ends")
              .formatted(
                  task.place(item), model.name(), choice, item.id(), item.choices().get(choice)));
    }
    return new TokenSequence(item.id() + "/" + choice, tokens, prefix, first);
  }

  /** As Python's {@code rstrip}, which knows no-break spaces too. */
  private static String withoutTrailingSpace(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  /** What a reader of the model's figures has to know of its tokenizer. */
  List<String> notes(TextModel model) {
    var notes = new ArrayList<>(task.notes());
    // A token in front that one file asks for and another leaves out, or the reverse.
    model.tokenizer().rules().notes().stream()
        .filter(note -> note.contains("bos_token"))
        .forEach(note -> notes.add("Tokenizer of " + model.name() + ": " + note + "."));
    int spelt = boundaries.bosInText().cardinality();
    if (spelt > 0) {
      notes.add(
          ("%s %s with the text of the beginning-of-sequence token of %s. It is read as text, %s;"
                  + " take it out of the task.")
              .formatted(
                  spelt == 1 ? "One item" : spelt + " items",
                  spelt == 1 ? "begins" : "begin",
                  model.name(),
                  model.tokenizer().bos().isPresent()
                      ? "behind the token that the tokenizer puts in front"
                      : "and the token itself stands nowhere"));
    }
    return notes;
  }

  /** Those of some of the items, by their places. */
  ChoiceTokens of(int[] members) {
    if (IntStream.range(0, members.length).allMatch(i -> members[i] == i)
        && members.length + 1 == first.length) {
      return this;
    }
    var some = new ArrayList<TokenSequence>();
    var offsets = new int[members.length + 1];
    for (int i = 0; i < members.length; i++) {
      some.addAll(sequences.sequences().subList(first[members[i]], first[members[i] + 1]));
      offsets[i + 1] = some.size();
    }
    return new ChoiceTokens(
        task, SequenceSet.ofTargets(sequences.name(), some), offsets, boundaries.of(members));
  }

  /**
   * Refuses an item that a model cannot read whole.
   *
   * @throws AssayException naming the item that is longer than the model's context
   */
  void checkLengths(TextModel model) {
    int place = 0;
    for (ChoiceItem item : task.items()) {
      for (int choice = 0; choice < item.choices().size(); choice++) {
        int length = sequences.sequences().get(place++).length();
        if (length > model.contextLength()) {
          throw new AssayException(
              ("%s: item %s with choice %d has %d tokens; expected at most %d, the context length"
                      + " of %s; shorten the item or take it out")
                  .formatted(
                      task.place(item),
                      item.id(),
                      choice,
                      length,
                      model.contextLength(),
                      model.name()));
        }
      }
    }
  }
}
