package org.modelassay;

/**
 * A text of which somebody is told at each look, and may stop it by an exception: a pattern that
 * backtracks looks without end.
 *
 * @param text the text
 * @param look called before each character is given out
 */
public record WatchedText(String text, Runnable look) implements CharSequence {
  /** A text that can be looked at so many times; one look more throws {@link TooManyLooks}. */
  public static WatchedText atMost(String text, long looks) {
    long[] done = new long[1];
    return new WatchedText(
        text,
        () -> {
          if (++done[0] > looks) {
            throw new TooManyLooks();
          }
        });
  }

  /** A text was looked at more often than it may be. */
  public static final class TooManyLooks extends RuntimeException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    private TooManyLooks() {
      super(null, null, false, false);
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    look.run();
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
