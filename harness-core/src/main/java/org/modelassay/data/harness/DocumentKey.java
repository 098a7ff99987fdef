package org.modelassay.data.harness;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.data.file.JsonLine;
import org.modelassay.data.file.Row;
import org.modelassay.template.Dialect;
import org.modelassay.template.PythonLiteral;
import org.modelassay.template.Template;
import org.modelassay.template.TemplateException;

/**
 * A key of a task file that is applied to each document: the name of one of its fields, a template,
 * or a value that is the same for all.
 */
final class DocumentKey {
  private final TaskSettings settings;
  private final String key;
  private final Object value;
  private final boolean choosing;
  private final boolean field;
  private final @Nullable Template template;

  /**
   * Creates it.
   *
   * @param settings what has the key
   * @param key its name
   * @param fields names of the documents' fields; they come before templates
   * @param choosing whether the task has choices: only then is what a template makes of digits a
   *     number
   */
  DocumentKey(TaskSettings settings, String key, Set<String> fields, boolean choosing) {
    Object value = settings.get(key);
    if (value == null) {
      throw settings.wrong(key, "the key is left out", "a template or a field", "add it");
    }
    this.settings = settings;
    this.key = key;
    this.value = value;
    this.choosing = choosing;
    field = value instanceof String name && fields.contains(name);
    template = value instanceof String text && !field ? parse(settings, key, text) : null;
  }

  private static Template parse(TaskSettings settings, String key, String text) {
    try {
      return Template.parse(key, text, Dialect.TASK);
    } catch (TemplateException e) {
      throw settings.wrong(key, String.valueOf(e.getMessage()), "a Jinja template", "correct it");
    }
  }

  /** What it is for one document: a template's text, or a value of whatever type. */
  @Nullable Object of(Row document) {
    if (field) {
      return document.fields().get(String.valueOf(value));
    }
    if (template == null) {
      return value;
    }
    try {
      return template.render(document.fields());
    } catch (TemplateException e) {
      throw wrong(document, "cannot be rendered (" + e.getMessage() + ")", "a text", "correct it");
    }
  }

  /** A text for one document. */
  String text(Row document) {
    if (of(document) instanceof String text) {
      return text;
    }
    throw wrong(document, "gives " + described(document), "a text", "correct it");
  }

  /** The same, or null where it is null. */
  @Nullable String textOrNull(Row document) {
    return of(document) == null ? null : text(document);
  }

  /**
   * What stands in front of the choices.
   *
   * @throws AssayException too when it is a number: lm-evaluation-harness then takes the choices
   *     for inputs
   */
  String question(Row document) {
    String text = text(document);
    if (template != null && choosing && isDigits(text)) {
      throw wrong(
          document,
          "gives the number " + text + ", which makes the choices inputs before one continuation",
          "what stands in front of the choices",
          "such tasks are not supported: take another, " + TaskSettings.AS_LINES);
    }
    return text;
  }

  /** A list of texts for one document. */
  List<String> choices(Row document) {
    Object given = of(document);
    if (template != null && given instanceof String text) {
      try {
        given = PythonLiteral.parse(key, text);
      } catch (TemplateException e) {
        throw wrong(document, e.reason(), "a list as Python prints it", "correct the template");
      }
    } else if (given instanceof Map<?, ?> map) {
      given = List.copyOf(map.values());
    }
    if (given instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw wrong(
        document,
        given instanceof List ? "gives a list of other things than texts" : "gives no list",
        "a list of texts",
        "write texts in quotes");
  }

  /** The right answer of one document. */
  Target target(Row document) {
    Object given = of(document);
    if (template != null && given instanceof String text) {
      if (choosing && isDigits(text)) {
        return index(document, text);
      }
      if (text.length() >= 2 && text.startsWith("[") && text.endsWith("]")) {
        return literal(text) instanceof List<?> list ? several(document, list) : texts(text);
      }
      return texts(text);
    }
    if (given instanceof String text) {
      return texts(text);
    } else if (given instanceof Boolean truth) {
      return choosing ? new Target(truth ? 1 : 0, List.of()) : texts(truth ? "True" : "False");
    } else if (given instanceof List<?> list) {
      return several(document, list);
    } else if (given instanceof Number number && !(given instanceof Double)) {
      return choosing ? index(document, number.toString()) : texts(number.toString());
    }
    throw wrong(
        document,
        "gives " + described(document),
        choosing ? "the index of the right choice or its text" : "a text",
        "correct it");
  }

  private static Target texts(String text) {
    return new Target(-1, List.of(text));
  }

  private Target several(Row document, List<?> list) {
    if (list.isEmpty() || !list.stream().allMatch(String.class::isInstance)) {
      throw choosing
          ? oneRight(document)
          : wrong(document, "gives a list of other things than texts", "texts", "correct it");
    }
    return new Target(-1, list.stream().map(String.class::cast).toList());
  }

  private Target index(Row document, String digits) {
    try {
      return new Target(Integer.parseInt(digits), List.of());
    } catch (NumberFormatException e) {
      throw wrong(document, "gives the number " + digits, "the index of a choice", "correct it");
    }
  }

  AssayException oneRight(Row document) {
    return wrong(
        document,
        "gives a list",
        "one right choice",
        "items with several right ones are not supported: name one, " + TaskSettings.AS_LINES);
  }

  private @Nullable Object literal(String text) {
    try {
      return PythonLiteral.parse(key, text);
    } catch (TemplateException e) {
      return null;
    }
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String described(Row document) {
    return JsonLine.describe(of(document));
  }

  AssayException wrong(Row document, String found, String expected, String remedy) {
    String id = document.id();
    String named = id == null ? "" : " (id " + id + ")";
    return settings.wrong(key, "for " + document.place() + named + " " + found, expected, remedy);
  }

  /**
   * The right answer: one of the choices, or a text, or any of several texts.
   *
   * @param index the choice's index, counted from 0, or -1 when there are texts
   * @param texts none when there is an index
   */
  record Target(int index, List<String> texts) {
    boolean isIndex() {
      return texts.isEmpty();
    }

    /** The index of the one right choice. */
    int among(DocumentKey key, Row document, List<String> choices) {
      if (texts.size() > 1) {
        throw key.oneRight(document);
      }
      int found = isIndex() ? index : choices.indexOf(texts.get(0));
      if (found < 0 || found >= choices.size()) {
        throw key.wrong(
            document,
            "gives " + JsonLine.describe(isIndex() ? index : texts.get(0)),
            "an index from 0 to %d or the exact text of a choice".formatted(choices.size() - 1),
            "correct it");
      }
      return found;
    }
  }
}
