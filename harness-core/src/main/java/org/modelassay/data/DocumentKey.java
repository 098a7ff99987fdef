package org.modelassay.data;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
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
  private final boolean field;
  private final @Nullable Template template;

  /**
   * Creates it.
   *
   * @param settings what has the key
   * @param key its name
   * @param fields names of the documents' fields; they come before templates
   */
  DocumentKey(TaskSettings settings, String key, Set<String> fields) {
    Object value = settings.get(key);
    if (value == null) {
      throw settings.wrong(key, "the key is left out", "a template or a field", "add it");
    }
    this.settings = settings;
    this.key = key;
    this.value = value;
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
  @Nullable Object of(TaskDocument document) {
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
  String text(TaskDocument document) {
    if (of(document) instanceof String text) {
      return text;
    }
    throw wrong(document, "gives " + described(document), "a text", "correct it");
  }

  /**
   * What stands in front of the choices.
   *
   * @throws AssayException too when it is a number: lm-evaluation-harness then takes the choices
   *     for inputs
   */
  String question(TaskDocument document) {
    String text = text(document);
    if (template != null && isDigits(text)) {
      throw wrong(
          document,
          "gives the number " + text + ", which makes the choices inputs before one continuation",
          "what stands in front of the choices",
          "such tasks are not supported: take another, " + TaskSettings.AS_LINES);
    }
    return text;
  }

  /** A list of texts for one document. */
  List<String> choices(TaskDocument document) {
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

  /** The right choice of one document: its index, counted from 0, or its text. */
  Target target(TaskDocument document) {
    Object given = of(document);
    if (template != null && given instanceof String text) {
      if (isDigits(text)) {
        return index(document, text);
      }
      if (text.length() >= 2 && text.startsWith("[") && text.endsWith("]") && isLiteral(text)) {
        throw several(document);
      }
      return new Target(-1, text);
    }
    if (given instanceof String text) {
      return new Target(-1, text);
    } else if (given instanceof Boolean truth) {
      return new Target(truth ? 1 : 0, null);
    } else if (given instanceof List) {
      throw several(document);
    } else if (given instanceof Number number && !(given instanceof Double)) {
      return index(document, number.toString());
    }
    throw wrong(
        document,
        "gives " + described(document),
        "the index of the right choice or its text",
        "correct it");
  }

  private Target index(TaskDocument document, String digits) {
    try {
      return new Target(Integer.parseInt(digits), null);
    } catch (NumberFormatException e) {
      throw wrong(document, "gives the number " + digits, "the index of a choice", "correct it");
    }
  }

  private AssayException several(TaskDocument document) {
    return wrong(
        document,
        "gives a list",
        "one right choice",
        "items with several right ones are not supported: name one, " + TaskSettings.AS_LINES);
  }

  private boolean isLiteral(String text) {
    try {
      PythonLiteral.parse(key, text);
      return true;
    } catch (TemplateException e) {
      return false;
    }
  }

  private static boolean isDigits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String described(TaskDocument document) {
    return TaskSettings.describe(of(document));
  }

  AssayException wrong(TaskDocument document, String found, String expected, String remedy) {
    return settings.wrong(key, "for " + document.place() + " " + found, expected, remedy);
  }

  /**
   * The right choice.
   *
   * @param index its index, or -1 when its text is given
   * @param text its text, or null
   */
  record Target(int index, @Nullable String text) {}
}
