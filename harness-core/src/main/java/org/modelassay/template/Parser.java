package org.modelassay.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Expressions.CallArguments;
import org.modelassay.template.Statements.Body;
import org.modelassay.template.Statements.Statement;

/** Makes statements and expressions of tokens, by Jinja's grammar. */
final class Parser {
  /** Blocks, brackets and conditions inside one another. */
  private static final int MAX_NESTING = 100;

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> SUMS = Set.of("+", "-");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");

  private final String source;
  private final Dialect dialect;
  private final List<Token> tokens;
  private final int[] lineEnds;
  private final Deque<String> open = new ArrayDeque<>();
  private final Deque<List<String>> awaited = new ArrayDeque<>();
  private int position;
  private int nesting;

  Parser(String source, Dialect dialect) {
    this.source = source;
    this.dialect = dialect;
    this.tokens = Lexer.tokens(source, dialect);
    this.lineEnds =
        IntStream.range(0, source.length()).filter(i -> source.charAt(i) == '\n').toArray();
  }

  Body parse() {
    return statements(List.of());
  }

  // -- tokens

  private Token current() {
    return tokens.get(position);
  }

  private Token look() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  private Token next() {
    Token token = current();
    if (!token.is(TokenType.END)) {
      position++;
    }
    return token;
  }

  private boolean skipName(String name) {
    if (current().isName(name)) {
      next();
      return true;
    }
    return false;
  }

  private boolean skipOperator(String operator) {
    if (current().isOperator(operator)) {
      next();
      return true;
    }
    return false;
  }

  private Token expect(TokenType type) {
    if (!current().is(type)) {
      throw expected(type.text());
    }
    return next();
  }

  private void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw expected(operator);
    }
  }

  private String expectName() {
    return (String) expect(TokenType.NAME).value();
  }

  private Raised expected(String what) {
    return current().is(TokenType.END)
        ? fail("unexpected end of template, expected " + Strings.repr(what) + ".")
        : fail("expected token " + Strings.repr(what) + ", got " + Strings.repr(current().text()));
  }

  private Raised fail(String message) {
    return fail(message, current().span());
  }

  private static Raised fail(String message, Span span) {
    return new Raised("TemplateSyntaxError", message).at(span);
  }

  private int line(int offset) {
    int found = Arrays.binarySearch(lineEnds, offset);
    return (found < 0 ? -found - 1 : found) + 1;
  }

  /** From a place to the end of what was read last. */
  private Span since(int start) {
    return new Span(start, tokens.get(Math.max(0, position - 1)).span().end());
  }

  private int start() {
    return current().span().start();
  }

  private void nest() {
    if (++nesting > MAX_NESTING) {
      throw Raised.limit("nested more than " + MAX_NESTING + " levels deep").at(current().span());
    }
  }

  // -- statements

  /** Statements up to one of the end tags, whose name is then the current token. */
  private Body statements(List<String> ends) {
    nest();
    awaited.push(ends);
    var statements = new ArrayList<Statement>();
    var output = new ArrayList<Expression>();
    while (!current().is(TokenType.END)) {
      Token token = next();
      switch (token.type()) {
        case DATA -> output.add(new Expressions.Constant(token.value(), token.span()));
        case VARIABLE_BEGIN -> {
          output.add(tuple(true));
          expect(TokenType.VARIABLE_END);
        }
        default -> {
          flush(output, statements);
          if (current().is(TokenType.NAME) && ends.contains((String) current().value())) {
            awaited.pop();
            nesting--;
            return new Body(statements);
          }
          statements.add(statement());
          expect(TokenType.BLOCK_END);
        }
      }
    }
    if (!ends.isEmpty()) {
      throw lost(null);
    }
    flush(output, statements);
    awaited.pop();
    nesting--;
    return new Body(statements);
  }

  private static void flush(List<Expression> output, List<Statement> to) {
    if (!output.isEmpty()) {
      to.add(new Statements.Output(List.copyOf(output)));
      output.clear();
    }
  }

  private Body block(String... ends) {
    skipOperator(":");
    expect(TokenType.BLOCK_END);
    return statements(List.of(ends));
  }

  /** A block with one possible end, which is consumed. */
  private Body closed(String end) {
    Body body = block(end);
    next();
    return body;
  }

  private Raised lost(@Nullable String tag) {
    var message = new StringBuilder(tag == null ? "Unexpected end of template." : "");
    if (tag != null) {
      message.append("Encountered unknown tag ").append(Strings.repr(tag)).append('.');
    }
    List<String> ends = awaited.isEmpty() ? List.of() : awaited.peek();
    if (!ends.isEmpty()) {
      String wanted = String.join(" or ", ends.stream().map(Strings::repr).toList());
      boolean elsewhere = tag != null && awaited.stream().anyMatch(outer -> outer.contains(tag));
      message.append(
          elsewhere
              ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently"
                  + " looking for "
              : " Jinja was looking for the following tags: ");
      message.append(wanted).append('.');
    }
    if (!open.isEmpty()) {
      message
          .append(" The innermost block that needs to be closed is ")
          .append(Strings.repr(open.peek()))
          .append('.');
    }
    return fail(message.toString());
  }

  private Statement statement() {
    if (!current().is(TokenType.NAME)) {
      throw fail("tag name expected");
    }
    String tag = (String) current().value();
    Token at = current();
    boolean extension =
        switch (tag) {
          case "generation", "break", "continue" -> dialect.hasExtensions();
          default -> true;
        };
    if (!extension) {
      throw lost(tag);
    }
    open.push(tag);
    next();
    Statement statement =
        switch (tag) {
          case "for" -> loop(at.span().start());
          case "if" -> condition();
          case "set" -> assignment();
          case "macro" -> macro();
          case "call" -> callBlock();
          case "filter" -> filterBlock();
          case "with" -> with();
          case "print" -> print();
          case "block" -> namedBlock(at.span().start());
          case "autoescape" -> new Statements.Autoescape(expression(), closed("endautoescape"));
          case "generation" ->
              new Statements.Generation(
                  new Statements.MacroBody(List.of(), closed("endgeneration")));
          case "break" -> new Statements.Jump(Statements.Flow.BREAK, at.span());
          case "continue" -> new Statements.Jump(Statements.Flow.CONTINUE, at.span());
          case "extends", "include", "import", "from" -> loading(tag);
          default -> {
            open.pop();
            position--;
            throw lost(tag);
          }
        };
    open.pop();
    return statement;
  }

  private Statement loading(String tag) {
    Expression template = expression();
    while (!current().is(TokenType.BLOCK_END) && !current().is(TokenType.END)) {
      next();
    }
    return new Statements.Loading(tag, template);
  }

  private Statement loop(int start) {
    Expression target = target(false);
    if (!skipName("in")) {
      throw expected("in");
    }
    Expression iterable = tuple(false);
    Expression test = skipName("if") ? expression() : null;
    boolean recursive = skipName("recursive");
    Span span = since(start);
    Body body = block("endfor", "else");
    boolean more = next().isName("else");
    Body otherwise = more ? closed("endfor") : new Body(List.of());
    return new Statements.For(target, iterable, test, recursive, body, otherwise, span);
  }

  private Statement condition() {
    var branches = new ArrayList<Statements.Branch>();
    while (true) {
      Expression test = tuple(false);
      branches.add(new Statements.Branch(test, block("elif", "else", "endif")));
      Token end = next();
      if (end.isName("else")) {
        return new Statements.If(branches, closed("endif"));
      } else if (end.isName("endif")) {
        return new Statements.If(branches, new Body(List.of()));
      }
    }
  }

  private Statement assignment() {
    Expression target = target(true);
    if (skipOperator("=")) {
      return new Statements.Assign(target, tuple(true));
    }
    Expressions.Filter filter = current().isOperator("|") ? filters(null, false) : null;
    return new Statements.AssignBlock(target, filter, closed("endset"));
  }

  private List<Macro.Parameter> parameters() {
    expectOperator("(");
    var parameters = new ArrayList<Macro.Parameter>();
    boolean defaulted = false;
    while (!current().isOperator(")")) {
      if (!parameters.isEmpty()) {
        expectOperator(",");
      }
      String name = expectName();
      if (parameters.stream().anyMatch(p -> p.name().equals(name))) {
        throw fail("duplicate argument " + Strings.repr(name) + " in function definition");
      }
      requireAssignable(name);
      Expression value = null;
      if (skipOperator("=")) {
        value = expression();
        defaulted = true;
      } else if (defaulted) {
        throw fail("non-default argument follows default argument");
      }
      parameters.add(new Macro.Parameter(name, value));
    }
    expectOperator(")");
    return parameters;
  }

  private void requireAssignable(String name) {
    if (Set.of("true", "false", "none", "True", "False", "None").contains(name)) {
      throw fail("can't assign to 'name'");
    }
  }

  private Statement macro() {
    String name = expectName();
    requireAssignable(name);
    List<Macro.Parameter> parameters = parameters();
    return new Statements.MacroDefinition(
        name, new Statements.MacroBody(parameters, closed("endmacro")));
  }

  private Statement callBlock() {
    List<Macro.Parameter> parameters = current().isOperator("(") ? parameters() : List.of();
    if (!(expression() instanceof Expressions.Call call)) {
      throw fail("expected call");
    }
    return new Statements.CallBlock(call, new Statements.MacroBody(parameters, closed("endcall")));
  }

  private Statement filterBlock() {
    Expressions.Filter filter = filters(null, true);
    return new Statements.FilterBlock(filter, closed("endfilter"));
  }

  private Statement with() {
    var targets = new ArrayList<Expression>();
    var values = new ArrayList<Expression>();
    while (!current().is(TokenType.BLOCK_END)) {
      if (!targets.isEmpty()) {
        expectOperator(",");
      }
      targets.add(target(false));
      expectOperator("=");
      values.add(expression());
    }
    return new Statements.With(targets, values, closed("endwith"));
  }

  private Statement print() {
    var parts = new ArrayList<Expression>();
    while (!current().is(TokenType.BLOCK_END)) {
      if (!parts.isEmpty()) {
        expectOperator(",");
      }
      parts.add(expression());
    }
    return new Statements.Output(parts);
  }

  private Statement namedBlock(int start) {
    String name = expectName();
    boolean scoped = skipName("scoped");
    boolean required = skipName("required");
    Span span = since(start);
    Body body = closed("endblock");
    skipName(name);
    return new Statements.Block(name, scoped, required, body, span);
  }

  private Expression target(boolean withNamespace) {
    int start = start();
    Expression target = targets(withNamespace);
    if (!target.isTarget()) {
      throw fail("can't assign to " + source.substring(start, since(start).end()), since(start));
    }
    return target;
  }

  private Expression targets(boolean withNamespace) {
    int start = start();
    var items = new ArrayList<Expression>();
    boolean several = false;
    while (true) {
      if (!items.isEmpty()) {
        expectOperator(",");
      }
      if (endsTuple()) {
        break;
      }
      items.add(primary(withNamespace));
      if (!current().isOperator(",")) {
        break;
      }
      several = true;
    }
    if (!several && items.isEmpty()) {
      throw fail("Expected an expression, got " + Strings.repr(current().text()));
    }
    return several ? new Expressions.TupleOf(items, since(start)) : items.get(0);
  }

  // -- expressions

  private boolean endsTuple() {
    return current().is(TokenType.VARIABLE_END)
        || current().is(TokenType.BLOCK_END)
        || current().isOperator(")");
  }

  /** One expression, or a tuple without parentheses. */
  private Expression tuple(boolean conditional) {
    return tuple(conditional, false);
  }

  private Expression tuple(boolean conditional, boolean parentheses) {
    int start = start();
    var items = new ArrayList<Expression>();
    boolean several = false;
    while (true) {
      if (!items.isEmpty()) {
        expectOperator(",");
      }
      if (endsTuple()) {
        break;
      }
      items.add(conditional ? expression() : or());
      if (!current().isOperator(",")) {
        break;
      }
      several = true;
    }
    if (!several && !items.isEmpty()) {
      return items.get(0);
    }
    if (!several && !parentheses) {
      throw fail("Expected an expression, got " + Strings.repr(current().text()));
    }
    return new Expressions.TupleOf(items, since(start));
  }

  private Expression expression() {
    nest();
    int start = start();
    Expression value = or();
    while (skipName("if")) {
      Expression test = or();
      Expression otherwise = skipName("else") ? expression() : null;
      int line = line(start);
      value = new Expressions.Conditional(test, value, otherwise, line, since(start));
    }
    nesting--;
    return value;
  }

  private Expression or() {
    int start = start();
    Expression left = and();
    while (skipName("or")) {
      left = new Expressions.Logical(false, left, and(), since(start));
    }
    return left;
  }

  private Expression and() {
    int start = start();
    Expression left = not();
    while (skipName("and")) {
      left = new Expressions.Logical(true, left, not(), since(start));
    }
    return left;
  }

  private Expression not() {
    int start = start();
    if (!skipName("not")) {
      return comparison();
    }
    nest();
    Expression operand = not();
    nesting--;
    return new Expressions.Unary("not", operand, since(start));
  }

  private Expression comparison() {
    int start = start();
    Expression first = sum();
    var rest = new ArrayList<Expressions.Comparison>();
    while (true) {
      if (current().is(TokenType.OPERATOR) && COMPARISONS.contains((String) current().value())) {
        String operator = (String) next().value();
        rest.add(new Expressions.Comparison(operator, sum()));
      } else if (skipName("in")) {
        rest.add(new Expressions.Comparison("in", sum()));
      } else if (current().isName("not") && look().isName("in")) {
        next();
        next();
        rest.add(new Expressions.Comparison("not in", sum()));
      } else {
        return rest.isEmpty() ? first : new Expressions.Compare(first, rest, since(start));
      }
    }
  }

  private Expression sum() {
    int start = start();
    Expression left = concatenation();
    while (current().is(TokenType.OPERATOR) && SUMS.contains((String) current().value())) {
      String operator = (String) next().value();
      left = new Expressions.Binary(operator, left, concatenation(), since(start));
    }
    return left;
  }

  private Expression concatenation() {
    int start = start();
    Expression first = product();
    if (!current().isOperator("~")) {
      return first;
    }
    var parts = new ArrayList<Expression>();
    parts.add(first);
    while (skipOperator("~")) {
      parts.add(product());
    }
    return new Expressions.Concat(parts, since(start));
  }

  private Expression product() {
    int start = start();
    Expression left = power();
    while (current().is(TokenType.OPERATOR) && PRODUCTS.contains((String) current().value())) {
      String operator = (String) next().value();
      left = new Expressions.Binary(operator, left, power(), since(start));
    }
    return left;
  }

  private Expression power() {
    int start = start();
    Expression left = unary(true);
    while (skipOperator("**")) {
      left = new Expressions.Binary("**", left, unary(true), since(start));
    }
    return left;
  }

  private Expression unary(boolean filtered) {
    int start = start();
    Expression value;
    if (current().isOperator("-") || current().isOperator("+")) {
      String operator = (String) next().value();
      nest();
      value = unary(false);
      nesting--;
      value = new Expressions.Unary(operator, value, since(start));
    } else {
      value = primary(false);
    }
    value = postfix(value);
    return filtered ? filterExpression(value) : value;
  }

  private Expression primary(boolean withNamespace) {
    Token token = current();
    int start = start();
    switch (token.type()) {
      case NAME -> {
        next();
        String name = (String) token.value();
        switch (name) {
          case "true", "True":
            return new Expressions.Constant(true, token.span());
          case "false", "False":
            return new Expressions.Constant(false, token.span());
          case "none", "None":
            return new Expressions.Constant(None.NONE, token.span());
          default:
            break;
        }
        if (withNamespace && skipOperator(".")) {
          return new Expressions.NamespaceTarget(name, expectName(), since(start));
        }
        return new Expressions.Name(name, token.span());
      }
      case STRING -> {
        var text = new StringBuilder((String) next().value());
        while (current().is(TokenType.STRING)) {
          text.append((String) next().value());
        }
        return new Expressions.Constant(text.toString(), since(start));
      }
      case INTEGER, FLOAT -> {
        return new Expressions.Constant(next().value(), token.span());
      }
      default -> {
        nest();
        Expression value;
        if (skipOperator("(")) {
          value = tuple(true, true);
          expectOperator(")");
        } else if (token.isOperator("[")) {
          value = list();
        } else if (token.isOperator("{")) {
          value = dict();
        } else {
          throw fail("unexpected " + Strings.repr(token.text()));
        }
        nesting--;
        return value;
      }
    }
  }

  private Expression list() {
    int start = start();
    next();
    var items = new ArrayList<Expression>();
    while (!current().isOperator("]")) {
      if (!items.isEmpty()) {
        expectOperator(",");
        if (current().isOperator("]")) {
          break;
        }
      }
      items.add(expression());
    }
    next();
    return new Expressions.ListOf(items, since(start));
  }

  private Expression dict() {
    int start = start();
    next();
    var pairs = new ArrayList<Expressions.Pair>();
    while (!current().isOperator("}")) {
      if (!pairs.isEmpty()) {
        expectOperator(",");
        if (current().isOperator("}")) {
          break;
        }
      }
      Expression key = expression();
      expectOperator(":");
      pairs.add(new Expressions.Pair(key, expression()));
    }
    next();
    return new Expressions.DictOf(pairs, since(start));
  }

  private Expression postfix(Expression of) {
    int start = of.span().start();
    Expression value = of;
    while (true) {
      if (current().isOperator(".")) {
        value = member(value, start);
      } else if (current().isOperator("[")) {
        value = subscript(value, start);
      } else if (current().isOperator("(")) {
        value = call(value, start);
      } else {
        return value;
      }
    }
  }

  private Expression call(Expression callee, int start) {
    CallArguments arguments = arguments();
    return new Expressions.Call(callee, arguments, since(start));
  }

  private Expression filterExpression(Expression of) {
    int start = of.span().start();
    Expression value = of;
    while (true) {
      if (current().isOperator("|")) {
        value = filters(value, false);
      } else if (current().isName("is")) {
        value = test(value, start);
      } else if (current().isOperator("(")) {
        value = call(value, start);
      } else {
        return value;
      }
    }
  }

  private Expression member(Expression owner, int start) {
    next();
    Token token = next();
    if (token.is(TokenType.NAME)) {
      return new Expressions.Attribute(owner, (String) token.value(), since(start));
    }
    if (token.is(TokenType.INTEGER)) {
      return new Expressions.Item(
          owner, new Expressions.Constant(token.value(), token.span()), since(start));
    }
    throw fail("expected name or number", token.span());
  }

  private Expression subscript(Expression owner, int start) {
    next();
    int first = start();
    nest();
    var keys = new ArrayList<Expression>();
    while (!current().isOperator("]")) {
      if (!keys.isEmpty()) {
        expectOperator(",");
      }
      keys.add(subscripted());
    }
    nesting--;
    Span span = since(first);
    next();
    if (keys.size() == 1) {
      return new Expressions.Item(owner, keys.get(0), since(start));
    }
    if (keys.stream().anyMatch(k -> k instanceof Expressions.SliceOf)) {
      throw fail("a slice among several subscripts", span);
    }
    return new Expressions.Item(owner, new Expressions.TupleOf(keys, span), since(start));
  }

  private Expression subscripted() {
    int start = start();
    Expression from = null;
    if (!current().isOperator(":")) {
      from = expression();
      if (!current().isOperator(":")) {
        return from;
      }
    }
    next();
    Expression to = bound();
    Expression step = skipOperator(":") ? bound() : null;
    return new Expressions.SliceOf(from, to, step, since(start));
  }

  private @Nullable Expression bound() {
    return current().isOperator(":") || current().isOperator("]") || current().isOperator(",")
        ? null
        : expression();
  }

  private CallArguments arguments() {
    Span at = current().span();
    expectOperator("(");
    nest();
    var positional = new ArrayList<Expression>();
    var keywords = new LinkedHashMap<String, Expression>();
    Expression star = null;
    Expression doubleStar = null;
    boolean first = true;
    while (!current().isOperator(")")) {
      if (!first) {
        expectOperator(",");
        if (current().isOperator(")")) {
          break;
        }
      }
      first = false;
      boolean sound;
      if (skipOperator("*")) {
        sound = star == null && doubleStar == null;
        star = expression();
      } else if (skipOperator("**")) {
        sound = doubleStar == null;
        doubleStar = expression();
      } else if (current().is(TokenType.NAME) && look().isOperator("=")) {
        String name = (String) next().value();
        next();
        sound = doubleStar == null && !keywords.containsKey(name);
        keywords.put(name, expression());
      } else {
        sound = star == null && doubleStar == null && keywords.isEmpty();
        positional.add(expression());
      }
      if (!sound) {
        throw fail("invalid syntax for function call expression", at);
      }
    }
    next();
    nesting--;
    return new CallArguments(positional, keywords, star, doubleStar);
  }

  private String dottedName() {
    var name = new StringBuilder(expectName());
    while (skipOperator(".")) {
      name.append('.').append(expectName());
    }
    return name.toString();
  }

  /** A chain of filters, whose first is without its bar in a {@code filter} block. */
  private Expressions.Filter filters(@Nullable Expression of, boolean inline) {
    Expression value = of;
    int start = of == null ? start() : of.span().start();
    boolean bar = !inline;
    while (true) {
      if (bar) {
        expectOperator("|");
      }
      String name = dottedName();
      CallArguments arguments = current().isOperator("(") ? arguments() : CallArguments.NONE;
      var filter = new Expressions.Filter(value, name, arguments, since(start));
      if (!current().isOperator("|")) {
        return filter;
      }
      value = filter;
      bar = true;
    }
  }

  private Expression test(Expression operand, int start) {
    next();
    boolean negated = skipName("not");
    String name = dottedName();
    CallArguments arguments = CallArguments.NONE;
    if (current().isOperator("(")) {
      arguments = arguments();
    } else if (startsOperand()) {
      if (current().isName("is")) {
        throw fail("You cannot chain multiple tests with is");
      }
      arguments = new CallArguments(List.of(postfix(primary(false))), Map.of(), null, null);
    }
    Expression test = new Expressions.Test(operand, name, arguments, since(start));
    return negated ? new Expressions.Unary("not", test, since(start)) : test;
  }

  /** Whether a test has an operand without parentheses. */
  private boolean startsOperand() {
    Token token = current();
    return switch (token.type()) {
      case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
      case STRING, INTEGER, FLOAT -> true;
      default -> token.isOperator("[") || token.isOperator("{");
    };
  }
}
