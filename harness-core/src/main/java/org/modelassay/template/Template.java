package org.modelassay.template;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Statements.Body;

/**
 * A parsed template. It can be rendered any number of times, by several threads.
 *
 * <p>The template may be hostile: a rendering reaches nothing but the variables given, and ends
 * within bounds on its steps, depth and output. What it raises names the line and the expression.
 */
public final class Template {
  private static final int SHOWN = 80;

  private final String name;
  private final String source;
  private final Dialect dialect;
  private final Body body;
  private final List<Symbols.Load> names;

  private Template(
      String name, String source, Dialect dialect, Body body, List<Symbols.Load> names) {
    this.name = name;
    this.source = source;
    this.dialect = dialect;
    this.body = body;
    this.names = names;
  }

  /**
   * Parses a template.
   *
   * @param name what messages call it: {@code chat template of org/model}
   * @param source its text
   * @param dialect how the tool that it was written for sets up Jinja
   * @throws TemplateException if it is no template that the tool would take
   */
  public static Template parse(String name, String source, Dialect dialect) {
    String normalized = Lexer.normalize(source, dialect);
    try {
      Body body = new Parser(normalized, dialect).parse();
      return new Template(name, normalized, dialect, body, Binder.bind(body, dialect));
    } catch (Raised e) {
      throw exception(name, normalized, e);
    }
  }

  /**
   * Renders with the time of now; see {@link #render(Map, LocalDateTime)}.
   *
   * @param variables as there
   */
  public String render(Map<String, ?> variables) {
    return render(variables, LocalDateTime.now(ZoneId.systemDefault()));
  }

  /**
   * Renders the template.
   *
   * @param variables texts, numbers, booleans, nulls, lists and maps of such, by name
   * @param now what {@code strftime_now} tells
   * @throws TemplateException if the template raises, or takes more than it may
   */
  public String render(Map<String, ?> variables, LocalDateTime now) {
    try {
      var rendering = new Rendering(dialect, now, variables);
      body.execute(Scope.top(rendering, names));
      return rendering.output();
    } catch (Raised e) {
      throw exception(name, source, e);
    }
  }

  private static TemplateException exception(String name, String source, Raised e) {
    return new TemplateException(where(name, source, e.span()), e.type(), e.reason());
  }

  private static String where(String name, String source, @Nullable Span span) {
    if (span == null) {
      return name;
    }
    long line = source.substring(0, span.start()).chars().filter(c -> c == '\n').count() + 1;
    String shown =
        source.substring(span.start(), Math.max(span.start(), span.end())).replaceAll("\\s+", " ");
    if (shown.length() > SHOWN) {
      shown =
          shown.substring(
                  0,
                  shown.offsetByCodePoints(
                      0, Math.min(SHOWN, shown.codePointCount(0, shown.length()))))
              + "...";
    }
    return name + ", line " + line + (shown.isBlank() ? "" : ": " + shown.strip());
  }
}
