package org.modelassay.flips;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.ChoiceTask;
import org.modelassay.measure.TextRule;
import org.modelassay.reading.TextModel;
import org.modelassay.reading.TokenSequence;

/**
 * Whether two models may be compared on a task. Tokenizers count as one where they give every text
 * of the task the same ids, whatever files they were read from: a GGUF file's is that of the model
 * it was made of.
 */
record Comparison(
    ChoiceTask task,
    TextModel subject,
    ChoiceTokens tokens,
    TextModel baseline,
    ChoiceTokens baselineTokens) {

  /**
   * Refuses what cannot be compared.
   *
   * @throws AssayException naming the rule and both values, when the models differ in one that is
   *     not allowed to
   */
  void check(Set<TextRule> allowDifferent) {
    for (TextRule rule : TextRule.values()) {
      String difference = difference(rule);
      if (difference != null && !allowDifferent.contains(rule)) {
        throw new AssayException(
            ("%s: %s and its baseline %s cannot be compared: %s; expected one rule for both, or its"
                    + " effect is taken for the weights'; give the candidate the baseline's"
                    + " tokenizer files, or say allowDifferent = TextRule.%s")
                .formatted(task.name(), subject.name(), baseline.name(), difference, rule));
      }
    }
  }

  /** Both values of a rule, or null when they are equal. */
  private @Nullable String difference(TextRule rule) {
    String theirs = rule.of(baseline);
    String own = rule.of(subject);
    if (own.equals(theirs)) {
      return null;
    }
    return switch (rule) {
      case BOS -> "BOS is %s in the baseline, %s in the candidate".formatted(theirs, own);
      case TOKENIZER -> {
        String first = firstDifference();
        yield first == null
            ? null
            : "TOKENIZER is %s in the baseline, %s in the candidate: %s"
                .formatted(brief(theirs), brief(own), first);
      }
    };
  }

  private static String brief(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  /** The first text that they cut differently, what stands in front of it left out. */
  private @Nullable String firstDifference() {
    List<TokenSequence> own = tokens.sequences().sequences();
    List<TokenSequence> theirs = baselineTokens.sequences().sequences();
    for (int i = 0; i < own.size(); i++) {
      TokenSequence a = theirs.get(i);
      TokenSequence b = own.get(i);
      int at =
          Arrays.mismatch(a.tokens(), a.prefix(), a.length(), b.tokens(), b.prefix(), b.length());
      if (at >= 0) {
        return "%s is %s and %s from its token %d on"
            .formatted(a.id(), from(a, at), from(b, at), at + 1);
      }
    }
    return null;
  }

  private static String from(TokenSequence sequence, int at) {
    int[] tokens = sequence.tokens();
    int begin = sequence.prefix() + at;
    String shown =
        Arrays.toString(Arrays.copyOfRange(tokens, begin, Math.min(begin + 5, tokens.length)));
    return begin + 5 < tokens.length ? shown.replace("]", ", ...]") : shown;
  }

  /** Whether their predictions of a token can be compared over the whole vocabulary. */
  boolean sharesVocabulary() {
    return subject.vocabularySize() == baseline.vocabularySize()
        && tokens.sequences().digest().equals(baselineTokens.sequences().digest());
  }

  /** What a reader of the figures has to know. */
  List<String> notes() {
    var notes = new ArrayList<>(tokens.notes(subject));
    baselineTokens.notes(baseline).stream().filter(n -> !notes.contains(n)).forEach(notes::add);
    for (TextRule rule : TextRule.values()) {
      String difference = difference(rule);
      if (difference != null) {
        notes.add("Allowed to differ: " + difference + ".");
      }
    }
    if (!sharesVocabulary()) {
      notes.add(
          "Divergence over the vocabulary and top-token agreement are missing: "
              + (subject.vocabularySize() == baseline.vocabularySize()
                  ? "the two models read different token sequences."
                  : "the vocabularies differ in size, %d and %d."
                      .formatted(baseline.vocabularySize(), subject.vocabularySize())));
    }
    return notes;
  }
}
