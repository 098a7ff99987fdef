package org.modelassay.maven.report;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * How every interpolation of a template becomes text and nothing else: markup is escaped, and
 * characters that cannot be seen are shown.
 */
final class Escaping extends CommonMarkupOutputFormat<Escaping.Markup> {
  /**
   * HTML. The marker of an invisible character holds no quote, so inside a quoted attribute it
   * stays harmless text.
   */
  static final Escaping HTML =
      new Escaping(
          "VisibleHTML",
          "text/html",
          Escaping::html,
          (codePoint, to) ->
              to.append("<b class=u>").append(Invisible.name(codePoint)).append("</b>"));

  /**
   * GitHub-flavoured Markdown, on one line: no markup, no border of a table cell, no link, and no
   * mention or reference that would call a person or an issue.
   */
  static final Escaping MARKDOWN =
      new Escaping(
          "Markdown",
          "text/markdown",
          Escaping::markdown,
          (codePoint, to) -> to.append("<kbd>").append(Invisible.name(codePoint)).append("</kbd>"));

  private final String name;
  private final String mimeType;
  private final Invisible.Marker visible;
  private final Invisible.Marker invisible;

  private Escaping(
      String name, String mimeType, Invisible.Marker visible, Invisible.Marker invisible) {
    this.name = name;
    this.mimeType = mimeType;
    this.visible = visible;
    this.invisible = invisible;
  }

  /** A piece of finished output. */
  static final class Markup extends CommonTemplateMarkupOutputModel<Markup> {
    private final Escaping format;

    private Markup(Escaping format, @Nullable String plainText, @Nullable String markup) {
      super(plainText, markup);
      this.format = format;
    }

    @Override
    public Escaping getOutputFormat() {
      return format;
    }
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getMimeType() {
    return mimeType;
  }

  @Override
  public void output(String text, Writer out) throws IOException {
    out.write(escapePlainText(text));
  }

  @Override
  public String escapePlainText(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    Invisible.show(text, escaped, visible, invisible);
    return escaped.toString();
  }

  @Override
  public boolean isLegacyBuiltInBypassed(String builtIn) {
    return false;
  }

  @Override
  protected Markup newTemplateMarkupOutputModel(
      @Nullable String plainText, @Nullable String markup) {
    return new Markup(this, plainText, markup);
  }

  private static void html(int codePoint, StringBuilder to) {
    switch (codePoint) {
      case '<' -> to.append("&lt;");
      case '>' -> to.append("&gt;");
      case '&' -> to.append("&amp;");
      case '"' -> to.append("&quot;");
      case '\'' -> to.append("&#39;");
      default -> to.appendCodePoint(codePoint);
    }
  }

  private static void markdown(int codePoint, StringBuilder to) {
    switch (codePoint) {
      case '<' -> to.append("&lt;");
      case '>' -> to.append("&gt;");
      case '&' -> to.append("&amp;");
      case '\n', '\t' -> to.append(' ');
      // The comment keeps a name from becoming a mention, a number from becoming a reference.
      case '@' -> to.append("@<!-- -->");
      case '#' -> to.append("\\#<!-- -->");
      default -> {
        // Every ASCII punctuation character may be escaped in CommonMark. These begin something:
        // the
        // colon of https:// and the point of www. would make links.
        int length = to.length();
        boolean www = codePoint == '.' && length >= 3 && to.substring(length - 3).equals("www");
        if (www || "\\`*_{}[]()!|~$^:".indexOf(codePoint) >= 0) {
          to.append('\\');
        }
        to.appendCodePoint(codePoint);
      }
    }
  }
}
