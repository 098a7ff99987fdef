package org.modelassay.template;

/** The kinds of tokens, by the names that messages use. */
enum TokenType {
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

  TokenType(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
