package org.modelassay.template;

/**
 * One token.
 *
 * @param type its type
 * @param value an operator's or name's text, a literal's value, text outside of tags
 * @param span where it stands
 */
record Token(TokenType type, Object value, Span span) {
  boolean is(TokenType other) {
    return type == other;
  }

  boolean isName(String name) {
    return type == TokenType.NAME && value.equals(name);
  }

  boolean isOperator(String operator) {
    return type == TokenType.OPERATOR && value.equals(operator);
  }

  String text() {
    return type == TokenType.NAME || type == TokenType.OPERATOR ? (String) value : type.text();
  }
}
