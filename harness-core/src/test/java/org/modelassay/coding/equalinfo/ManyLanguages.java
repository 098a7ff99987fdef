package org.modelassay.coding.equalinfo;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Text in ten languages and eight scripts: the Java platform's own names of countries, languages,
 * months and days, in made-up sentences.
 */
final class ManyLanguages {
  private static final List<List<String>> WORDS =
      Stream.of("en", "ja", "zh", "ko", "ru", "ar", "hi", "de", "el", "th")
          .map(language -> words(Locale.forLanguageTag(language)))
          .toList();

  private ManyLanguages() {}

  /** So many bytes of UTF-8 at least, in stretches of some hundred words of one language each. */
  static byte[] text(int bytes, long seed) {
    Random random = new Random(seed);
    var text = new StringBuilder();
    int size = 0;
    while (size < bytes) {
      List<String> vocabulary = WORDS.get(random.nextInt(WORDS.size()));
      int from = text.length();
      for (int i = 0; i < 200; i++) {
        // Few words are frequent and many are rare.
        double rank = Math.pow(random.nextDouble(), 3);
        text.append(vocabulary.get((int) (rank * vocabulary.size())));
        text.append(i % 12 == 11 ? ".\n" : i % 5 == 4 ? ", " : " ");
      }
      size += text.substring(from).getBytes(StandardCharsets.UTF_8).length;
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> words(Locale locale) {
    var words = new ArrayList<String>();
    for (Month month : Month.values()) {
      words.add(month.getDisplayName(TextStyle.FULL, locale));
    }
    for (DayOfWeek day : DayOfWeek.values()) {
      words.add(day.getDisplayName(TextStyle.FULL, locale));
    }
    for (String country : Locale.getISOCountries()) {
      words.add(new Locale.Builder().setRegion(country).build().getDisplayCountry(locale));
    }
    for (String language : Locale.getISOLanguages()) {
      words.add(Locale.forLanguageTag(language).getDisplayLanguage(locale));
    }
    return words;
  }
}
