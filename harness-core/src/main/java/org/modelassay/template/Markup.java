package org.modelassay.template;

/**
 * A string that the filters {@code safe} and {@code escape} marked as HTML. Nothing is escaped on
 * printing, but joining it with a plain string escapes that one, as in the reference.
 *
 * @param text its text
 */
record Markup(String text) {

  /** Escapes a value for HTML, unless it is markup. */
  static Markup escape(Rendering rendering, Object value) {
    if (value instanceof Markup markup) {
      return markup;
    }
    String text = Values.str(rendering, value);
    var escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '\'' -> escaped.append("&#39;");
        case '"' -> escaped.append("&#34;");
        default -> escaped.append(c);
      }
    }
    return new Markup(rendering.made(escaped.toString()));
  }
}
