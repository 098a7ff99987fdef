package org.modelassay.maven.report;

import freemarker.core.CommonMarkupOutputFormat;
import freemarker.core.CommonTemplateMarkupOutputModel;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * GitHub-flavoured Markdown in which every interpolation is text on one line: no markup, no table
 * cell border, no link, and no mention or reference that would call a person or an issue.
 */
final class Markdown extends CommonMarkupOutputFormat<Markdown.Markup> {
  static final Markdown INSTANCE = new Markdown();

  private Markdown() {}

  /** A piece of Markdown. */
  static final class Markup extends CommonTemplateMarkupOutputModel<Markup> {
    private Markup(@Nullable String plainText, @Nullable String markup) {
      super(plainText, markup);
    }

    @Override
    public Markdown getOutputFormat() {
      return INSTANCE;
    }
  }

  @Override
  public String getName() {
    return "Markdown";
  }

  @Override
  public String getMimeType() {
    return "text/markdown";
  }

  @Override
  public void output(String text, Writer out) throws IOException {
    out.write(escapePlainText(text));
  }

  @Override
  public String escapePlainText(String text) {
    StringBuilder markdown = new StringBuilder(text.length() + 16);
    Invisible.show(
        text,
        markdown,
        Markdown::escape,
        (codePoint, to) -> to.append("<kbd>").append(Invisible.name(codePoint)).append("</kbd>"));
    return markdown.toString();
  }

  @Override
  public boolean isLegacyBuiltInBypassed(String name) {
    return false;
  }

  @Override
  protected Markup newTemplateMarkupOutputModel(
      @Nullable String plainText, @Nullable String markup) {
    return new Markup(plainText, markup);
  }

  private static void escape(int codePoint, StringBuilder to) {
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
        boolean www =
            codePoint == '.' && to.length() >= 3 && to.substring(to.length() - 3).equals("www");
        if (www || "\\`*_{}[]()!|~$^:".indexOf(codePoint) >= 0) {
          to.append('\\');
        }
        to.appendCodePoint(codePoint);
      }
    }
  }
}
