package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Statements.Body;

/**
 * Reads back what Python prints: task files hand lists through templates as text, and {@code
 * ast.literal_eval} makes values of it again.
 */
public final class PythonLiteral {
  private PythonLiteral() {}

  /**
   * Reads a literal.
   *
   * @param name what messages call it
   * @param text a list, tuple, dict, string, number, True, False or None as Python writes it
   * @return a List, Map (in order), String, BigInteger, Double, Boolean or null
   * @throws TemplateException if it is no literal
   */
  public static @Nullable Object parse(String name, String text) {
    // A print statement with nothing around it holds exactly one expression.
    String source = "{{" + text + "\n}}";
    try {
      Body body = new Parser(source, Dialect.TASK).parse();
      if (body.statements().size() == 1
          && body.statements().get(0) instanceof Statements.Output output
          && output.parts().size() == 1
          && output.parts().get(0).span().start() >= 2) {
        return value(output.parts().get(0), source);
      }
    } catch (Raised e) {
      throw notLiteral(name, text, e.reason());
    }
    throw notLiteral(name, text, "more than one");
  }

  private static TemplateException notLiteral(String name, String text, String why) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "..." : text;
    return new TemplateException(
        name, "ValueError", "no literal as Python prints it: " + shown + " (" + why + ")");
  }

  private static @Nullable Object value(Expression expression, String source) {
    if (expression instanceof Expressions.Constant constant) {
      if (Character.isLowerCase(source.charAt(constant.span().start()))) {
        throw Raised.value("a name");
      }
      return constant.value() == None.NONE ? null : constant.value();
    } else if (expression instanceof Expressions.ListOf list) {
      return values(list.items(), source);
    } else if (expression instanceof Expressions.TupleOf tuple) {
      return values(tuple.items(), source);
    } else if (expression instanceof Expressions.DictOf dict) {
      Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
      for (Expressions.Pair each : dict.pairs()) {
        map.put(value(each.key(), source), value(each.value(), source));
      }
      return map;
    } else if (expression instanceof Expressions.Unary unary
        && !unary.operator().equals("not")
        && unary.operand() instanceof Expressions.Constant constant) {
      boolean negative = unary.operator().equals("-");
      if (constant.value() instanceof BigInteger number) {
        return negative ? number.negate() : number;
      } else if (constant.value() instanceof Double number) {
        return negative ? -number : number;
      }
    }
    throw Raised.value("a computation");
  }

  private static List<@Nullable Object> values(List<Expression> items, String source) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Expression each : items) {
      values.add(value(each, source));
    }
    return values;
  }
}
