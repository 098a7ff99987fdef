package org.modelassay.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.TupleValue;

/** The kinds of expressions. */
final class Expressions {
  private Expressions() {}

  private static void visit(Consumer<Node> visitor, @Nullable Node... nodes) {
    for (Node each : nodes) {
      if (each != null) {
        visitor.accept(each);
      }
    }
  }

  record Constant(Object value, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return value;
    }

    @Override
    public void children(Consumer<Node> visit) {}
  }

  record Name(String name, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return scope.get(name);
    }

    @Override
    public boolean isTarget() {
      return true;
    }

    @Override
    public void children(Consumer<Node> visit) {}
  }

  /** An attribute of a namespace, as a target of {@code set}. */
  record NamespaceTarget(String name, String attribute, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      throw new IllegalStateException("a target has no value");
    }

    @Override
    public boolean isTarget() {
      return true;
    }

    @Override
    public void children(Consumer<Node> visit) {}
  }

  record ListOf(List<Expression> items, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return scope.rendering().list(values(items, scope));
    }

    @Override
    public void children(Consumer<Node> visit) {
      items.forEach(visit);
    }
  }

  record TupleOf(List<Expression> items, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      scope.rendering().chargeItems(items.size());
      return new TupleValue(values(items, scope));
    }

    @Override
    public boolean isTarget() {
      return items.stream().allMatch(Expression::isTarget);
    }

    @Override
    public void children(Consumer<Node> visit) {
      items.forEach(visit);
    }
  }

  private static List<Object> values(List<Expression> items, Scope scope) {
    var values = new ArrayList<Object>(items.size());
    for (Expression each : items) {
      values.add(each.in(scope));
    }
    return values;
  }

  record Pair(Expression key, Expression value) {}

  record DictOf(List<Pair> pairs, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Rendering rendering = scope.rendering();
      rendering.chargeItems(4L * pairs.size());
      var dict = new DictValue();
      for (Pair each : pairs) {
        Object key = each.key.in(scope);
        dict.put(rendering, key, each.value.in(scope));
      }
      return dict;
    }

    @Override
    public void children(Consumer<Node> visit) {
      for (Pair each : pairs) {
        visit(visit, each.key, each.value);
      }
    }
  }

  record Unary(String operator, Expression operand, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = operand.in(scope);
      return switch (operator) {
        case "not" -> !Values.truth(value);
        case "-" -> Operators.negate(value);
        default -> Operators.plus(value);
      };
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit.accept(operand);
    }
  }

  record Binary(String operator, Expression left, Expression right, Span span)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object a = left.in(scope);
      return Operators.binary(scope.rendering(), operator, a, right.in(scope));
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit(visit, left, right);
    }
  }

  /** {@code and}, {@code or}: one of the two values, not a truth value. */
  record Logical(boolean and, Expression left, Expression right, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = left.in(scope);
      return Values.truth(value) == and ? right.in(scope) : value;
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit(visit, left, right);
    }
  }

  /** {@code ~}: the texts of values in a row. */
  record Concat(List<Expression> parts, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      var texts = new ArrayList<Object>(parts.size());
      for (Expression each : parts) {
        texts.add(each.in(scope));
      }
      var result = new StringBuilder();
      for (Object each : texts) {
        String text = Values.str(scope.rendering(), each);
        scope.rendering().chargeText((long) result.length() + text.length());
        result.append(text);
      }
      return result.toString();
    }

    @Override
    public void children(Consumer<Node> visit) {
      parts.forEach(visit);
    }
  }

  record Comparison(String operator, Expression operand) {}

  /** A chain of comparisons; each operand is evaluated once, and none after the first false one. */
  record Compare(Expression first, List<Comparison> rest, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object left = first.in(scope);
      Object result = true;
      for (Comparison each : rest) {
        Object right = each.operand.in(scope);
        if (!holds(scope.rendering(), each.operator, left, right)) {
          return false;
        }
        left = right;
      }
      return result;
    }

    private static boolean holds(Rendering rendering, String operator, Object a, Object b) {
      return switch (operator) {
        case "==" -> Values.equal(rendering, a, b);
        case "!=" -> !Values.equal(rendering, a, b);
        case "in" -> Values.contains(rendering, b, a);
        case "not in" -> !Values.contains(rendering, b, a);
        default -> Values.ordered(rendering, operator, a, b);
      };
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit.accept(first);
      rest.forEach(each -> visit.accept(each.operand));
    }
  }

  record Conditional(
      Expression test, Expression then, @Nullable Expression otherwise, int line, Span span)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      if (Values.truth(test.in(scope))) {
        return then.in(scope);
      }
      // Never a strict one, as in the reference.
      return otherwise == null
          ? Undefined.explained(
              "the inline if-expression on line "
                  + line
                  + " evaluated to false and no else section was defined.",
              false)
          : otherwise.in(scope);
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit(visit, test, then, otherwise);
    }
  }

  record Attribute(Expression owner, String name, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return Values.attribute(scope.rendering(), owner.in(scope), name);
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit.accept(owner);
    }
  }

  record Item(Expression owner, Expression key, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = owner.in(scope);
      Object index = key.in(scope);
      return index instanceof Slice slice
          ? Values.slice(scope.rendering(), value, slice)
          : Values.item(scope.rendering(), value, index);
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit(visit, owner, key);
    }
  }

  /** What stands between brackets with colons; it occurs nowhere else. */
  record SliceOf(
      @Nullable Expression start, @Nullable Expression stop, @Nullable Expression step, Span span)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return new Slice(value(start, scope), value(stop, scope), value(step, scope));
    }

    private static Object value(@Nullable Expression bound, Scope scope) {
      return bound == null ? None.NONE : bound.in(scope);
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit(visit, start, stop, step);
    }
  }

  /**
   * What stands between the parentheses of a call.
   *
   * @param positional by position
   * @param keywords by name
   * @param star what {@code *} spreads, or null
   * @param doubleStar what {@code **} spreads, or null
   */
  record CallArguments(
      List<Expression> positional,
      Map<String, Expression> keywords,
      @Nullable Expression star,
      @Nullable Expression doubleStar) {
    static final CallArguments NONE = new CallArguments(List.of(), Map.of(), null, null);

    Arguments in(Scope scope) {
      List<Object> values = values(positional, scope);
      var named = new LinkedHashMap<String, Object>();
      if (star != null) {
        Object spread = star.in(scope);
        if (!Values.isIterable(spread)) {
          throw Raised.type("Value after * must be an iterable, not " + Values.typeName(spread));
        }
        values.addAll(Values.toList(scope.rendering(), spread));
      }
      keywords.forEach((name, value) -> named.put(name, value.in(scope)));
      if (doubleStar != null) {
        Object spread = doubleStar.in(scope);
        if (!(spread instanceof DictValue dict)) {
          throw Raised.type("argument after ** must be a mapping, not " + Values.typeName(spread));
        }
        for (DictValue.Entry each : dict.entries()) {
          String name = Values.text(each.key());
          if (name == null) {
            throw Raised.type("keywords must be strings");
          }
          if (named.put(name, each.value()) != null) {
            throw Raised.type("got multiple values for keyword argument " + Strings.repr(name));
          }
        }
      }
      return new Arguments(values, named);
    }

    void children(Consumer<Node> visit) {
      positional.forEach(visit);
      keywords.values().forEach(visit);
      visit(visit, star, doubleStar);
    }
  }

  record Call(Expression callee, CallArguments arguments, Span span) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return call(scope, null);
    }

    /** Calls with the body of a {@code call} block, if there is one. */
    Object call(Scope scope, @Nullable Macro caller) {
      Object target = callee.in(scope);
      Arguments given = arguments.in(scope);
      if (caller != null) {
        var named = new LinkedHashMap<>(given.keywords());
        if (named.put("caller", caller) != null) {
          throw Raised.type("got multiple values for keyword argument 'caller'");
        }
        given = new Arguments(given.positional(), named);
      }
      if (target instanceof Function function) {
        return function.call(scope.rendering(), given);
      } else if (target instanceof Undefined undefined) {
        throw undefined.raised();
      }
      throw Raised.type(Strings.repr(Values.typeName(target)) + " object is not callable");
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit.accept(callee);
      arguments.children(visit);
    }
  }

  /** A filter; its operand is null inside of {@code filter} and {@code set} blocks. */
  record Filter(@Nullable Expression operand, String name, CallArguments arguments, Span span)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return apply(scope, operand == null ? "" : operand.in(scope));
    }

    Object apply(Scope scope, Object value) {
      Rendering rendering = scope.rendering();
      return Filters.get(rendering.dialect(), name)
          .call(rendering, arguments.in(scope).after(value));
    }

    /** Applies a chain of filters to the text of a block. */
    Object around(Scope scope, String text) {
      Object value = operand == null ? text : ((Filter) operand).around(scope, text);
      try {
        return apply(scope, value);
      } catch (Raised e) {
        throw e.at(span);
      }
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit(visit, operand);
      arguments.children(visit);
    }
  }

  record Test(Expression operand, String name, CallArguments arguments, Span span)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Rendering rendering = scope.rendering();
      Object value = operand.in(scope);
      return Tests.get(name).call(rendering, arguments.in(scope).after(value));
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit.accept(operand);
      arguments.children(visit);
    }
  }

  // -- assignment

  /** Assigns a value to a name, to several, or to attributes of namespaces. */
  static void assign(Expression target, Object value, Scope scope) {
    if (target instanceof Name name) {
      scope.set(name.name, value);
    } else if (target instanceof NamespaceTarget attribute) {
      namespace(attribute, scope).set(scope.rendering(), attribute.attribute, value);
    } else if (target instanceof TupleOf tuple) {
      unpack(tuple.items, value, scope);
    } else {
      throw new IllegalStateException("the parser lets nothing else be assigned to");
    }
  }

  private static void unpack(List<Expression> targets, Object value, Scope scope) {
    if (!Values.isIterable(value)) {
      throw Raised.type("cannot unpack non-iterable " + Values.typeName(value) + " object");
    }
    var values = new ArrayList<Object>(targets.size());
    Iterator<Object> all = Values.iterate(value);
    while (values.size() < targets.size() && all.hasNext()) {
      values.add(all.next());
    }
    if (values.size() < targets.size()) {
      throw Raised.value(
          "not enough values to unpack (expected "
              + targets.size()
              + ", got "
              + values.size()
              + ")");
    }
    if (all.hasNext()) {
      throw Raised.value("too many values to unpack (expected " + targets.size() + ")");
    }
    for (int i = 0; i < values.size(); i++) {
      assign(targets.get(i), values.get(i), scope);
    }
  }

  /** Refuses to set attributes of what is no namespace, before the value is computed. */
  static void requireNamespaces(Expression target, Scope scope) {
    if (target instanceof NamespaceTarget attribute) {
      namespace(attribute, scope);
    } else if (target instanceof TupleOf tuple) {
      tuple.items.forEach(each -> requireNamespaces(each, scope));
    }
  }

  private static NamespaceValue namespace(NamespaceTarget target, Scope scope) {
    if (scope.get(target.name) instanceof NamespaceValue namespace) {
      return namespace;
    }
    throw new Raised("TemplateRuntimeError", "cannot assign attribute on non-namespace object");
  }
}
