package org.modelassay.maven.report;

import freemarker.core.HTMLOutputFormat;
import java.io.IOException;
import java.io.Writer;

/**
 * HTML in which every interpolation is escaped and shows its invisible characters.
 *
 * <p>The marker holds no quote and no blank beyond the one in its tag, so inside a quoted attribute
 * it stays harmless text.
 */
final class VisibleHtml extends HTMLOutputFormat {
  static final VisibleHtml INSTANCE = new VisibleHtml();

  private VisibleHtml() {}

  @Override
  public void output(String text, Writer out) throws IOException {
    out.write(escapePlainText(text));
  }

  @Override
  public String escapePlainText(String text) {
    StringBuilder html = new StringBuilder(text.length() + 16);
    Invisible.show(
        text,
        html,
        VisibleHtml::escape,
        (codePoint, to) ->
            to.append("<b class=u>").append(Invisible.name(codePoint)).append("</b>"));
    return html.toString();
  }

  private static void escape(int codePoint, StringBuilder to) {
    switch (codePoint) {
      case '<' -> to.append("&lt;");
      case '>' -> to.append("&gt;");
      case '&' -> to.append("&amp;");
      case '"' -> to.append("&quot;");
      case '\'' -> to.append("&#39;");
      default -> to.appendCodePoint(codePoint);
    }
  }
}
