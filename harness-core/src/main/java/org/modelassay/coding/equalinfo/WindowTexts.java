package org.modelassay.coding.equalinfo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modelassay.coding.equalinfo.analysis.Window;
import org.modelassay.model.Tokenizer;

/** What text each window of a corpus holds. */
final class WindowTexts {
  private final Tokenizer tokenizer;

  WindowTexts(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The windows of all documents, of tokens that each lie in one of them. */
  List<Window> of(CodedText coded) {
    var windows = new ArrayList<Window>();
    for (int d = 0; d < coded.text().texts().size(); d++) {
      SymbolText.Text text = coded.text().texts().get(d);
      Encoded document = coded.coding().documents().get(d);
      int[] tokens = document.tokens(coded.tokenBits());
      int each = document.windowBits() / coded.tokenBits();
      int from = 0;
      for (int w = 0; w < document.windows(); w++) {
        int to = from + document.symbols()[w];
        windows.add(
            new Window(
                Arrays.copyOfRange(tokens, w * each, (w + 1) * each), bytes(text, from, to)));
        from = to;
      }
    }
    return windows;
  }

  /**
   * The bytes of some symbols. Where there are as many symbols as bytes they are the bytes; else
   * the text that they make behind the symbol before, for some tokenizers drop the blank that a
   * sequence begins with.
   */
  private byte[] bytes(SymbolText.Text text, int from, int to) {
    int[] symbols = text.symbols();
    if (symbols.length == text.utf8().length) {
      return Arrays.copyOfRange(text.utf8(), from, to);
    }
    int before = Math.max(0, from - 1);
    String head = tokenizer.decode(Arrays.copyOfRange(symbols, before, from));
    String whole = tokenizer.decode(Arrays.copyOfRange(symbols, before, to));
    String own =
        whole.startsWith(head)
            ? whole.substring(head.length())
            : tokenizer.decode(Arrays.copyOfRange(symbols, from, to));
    return own.getBytes(StandardCharsets.UTF_8);
  }
}
