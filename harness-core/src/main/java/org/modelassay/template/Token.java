package org.modelassay.template;

/**
 * One token.
 *
 * @param type its type
 * @param value an operator's or name's text, a literal's value, text outside of tags
 * @param span where it stands
 */
record Token(Type type, Object value, Span span) {
  enum Type {
    DATA("template data"),
    VARIABLE_BEGIN("begin of print statement"),
    VARIABLE_END("end of print statement"),
    BLOCK_BEGIN("begin of statement block"),
    BLOCK_END("end of statement block"),
    NAME("name"),
    STRING("string"),
    INTEGER("integer"),
    FLOAT("float"),
    OPERATOR("operator"),
    END("end of template");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  boolean is(Type other) {
    return type == other;
  }

  boolean isName(String name) {
    return type == Type.NAME && value.equals(name);
  }

  boolean isOperator(String operator) {
    return type == Type.OPERATOR && value.equals(operator);
  }

  String text() {
    return type == Type.NAME || type == Type.OPERATOR ? (String) value : type.text();
  }
}
