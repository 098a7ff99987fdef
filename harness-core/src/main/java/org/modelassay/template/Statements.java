package org.modelassay.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The kinds of statements. */
final class Statements {
  private Statements() {}

  /** How a statement ended. */
  enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  /** Something that is done. */
  interface Statement extends Node {
    Flow execute(Scope scope);
  }

  /** The names that a block owns, set once when the parsed template is bound. */
  abstract static class Scoped {
    private List<Symbols.Load> loads = List.of();

    void bind(List<Symbols.Load> owned) {
      loads = owned;
    }

    List<Symbols.Load> loads() {
      return loads;
    }
  }

  private static void each(Consumer<Node> visit, Body body) {
    body.statements.forEach(visit);
  }

  /** Visits the names that a target binds. */
  private static void bound(Expression target, boolean assigned, Consumer<Node> visit) {
    if (target instanceof Expressions.Name name) {
      visit.accept(new Target(name.name(), assigned));
    } else if (target instanceof Expressions.TupleOf tuple) {
      tuple.items().forEach(each -> bound(each, assigned, visit));
    } else {
      visit.accept(target);
    }
  }

  /** Statements in a row. */
  record Body(List<Statement> statements) {
    Flow execute(Scope scope) {
      Rendering rendering = scope.rendering();
      int depth = rendering.depth();
      rendering.enter();
      for (Statement each : statements) {
        rendering.charge(1);
        Flow flow = each.execute(scope);
        if (flow != Flow.ON) {
          rendering.restore(depth);
          return flow;
        }
      }
      rendering.restore(depth);
      return Flow.ON;
    }
  }

  /** Text and values to print. */
  record Output(List<Expression> parts) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Rendering rendering = scope.rendering();
      for (Expression each : parts) {
        Object value = each.in(scope);
        try {
          rendering.write(Values.str(rendering, value));
        } catch (Raised e) {
          throw e.at(each.span());
        }
      }
      return Flow.ON;
    }

    @Override
    public void children(Consumer<Node> visit) {
      parts.forEach(visit);
    }
  }

  record Branch(Expression test, Body body) {}

  record If(List<Branch> branches, Body otherwise) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      for (Branch each : branches) {
        if (truth(each.test, scope)) {
          return each.body.execute(scope);
        }
      }
      return otherwise.execute(scope);
    }

    @Override
    public void children(Consumer<Node> visit) {
      for (Branch each : branches) {
        visit.accept(each.test);
        each(visit, each.body);
      }
      each(visit, otherwise);
    }
  }

  private static boolean truth(Expression test, Scope scope) {
    Object value = test.in(scope);
    try {
      return Values.truth(value);
    } catch (Raised e) {
      throw e.at(test.span());
    }
  }

  static final class For extends Scoped implements Statement {
    private final Expression target;
    private final Expression iterable;
    private final @Nullable Expression test;
    private final boolean recursive;
    private final Body body;
    private final Body otherwise;
    private final Span span;
    private final Filtering filtering = new Filtering();
    private final Otherwise orElse = new Otherwise();
    private boolean usesLoop;

    /** The names of the condition's own block. */
    static final class Filtering extends Scoped {}

    /** The names of the {@code else} block. */
    static final class Otherwise extends Scoped {}

    For(
        Expression target,
        Expression iterable,
        @Nullable Expression test,
        boolean recursive,
        Body body,
        Body otherwise,
        Span span) {
      this.target = target;
      this.iterable = iterable;
      this.test = test;
      this.recursive = recursive;
      this.body = body;
      this.otherwise = otherwise;
      this.span = span;
    }

    Expression target() {
      return target;
    }

    Expression iterable() {
      return iterable;
    }

    @Nullable Expression test() {
      return test;
    }

    boolean recursive() {
      return recursive;
    }

    Body body() {
      return body;
    }

    Body otherwise() {
      return otherwise;
    }

    Filtering filtering() {
      return filtering;
    }

    Otherwise orElse() {
      return orElse;
    }

    void useLoop() {
      usesLoop = true;
    }

    Span span() {
      return span;
    }

    @Override
    public Flow execute(Scope scope) {
      try {
        Object all = iterable.in(scope);
        if (recursive) {
          scope.rendering().write((String) recurse(scope, all, 0));
          return Flow.ON;
        }
        return run(scope, all, 0);
      } catch (Raised e) {
        throw e.at(span);
      }
    }

    private Object recurse(Scope scope, Object all, int depth) {
      Rendering rendering = scope.rendering();
      return rendering.capture(() -> run(scope, all, depth));
    }

    private Flow run(Scope scope, Object all, int depth) {
      Rendering rendering = scope.rendering();
      boolean untouched = true;
      Iterator<Object> elements;
      try {
        elements = Values.iterate(all);
      } catch (Raised e) {
        throw e.at(iterable.span());
      }
      Object shown = all;
      if (test != null) {
        elements = filter(scope, elements, test);
        shown = IteratorValue.generator(elements);
      }
      Loop loop =
          new Loop(
              rendering,
              shown,
              elements,
              recursive ? (inner, level) -> recurse(scope, inner, level) : null,
              depth);
      for (Object each = loop.next(); each != null; each = loop.next()) {
        rendering.charge(1);
        Scope inner = scope.inner(loads());
        assignTo(each, inner);
        if (usesLoop) {
          inner.set("loop", loop);
        }
        Flow flow = body.execute(inner);
        if (flow == Flow.BREAK) {
          break;
        }
        // An else runs after a loop of which no round came to its end, as in the reference.
        untouched &= flow == Flow.CONTINUE;
      }
      return untouched ? otherwise.execute(scope.inner(orElse.loads())) : Flow.ON;
    }

    private void assignTo(Object value, Scope inner) {
      try {
        Expressions.assign(target, value, inner);
      } catch (Raised e) {
        throw e.at(span);
      }
    }

    private Iterator<Object> filter(Scope scope, Iterator<Object> elements, Expression condition) {
      Scope inner = scope.inner(filtering.loads());
      return new Filtered(elements) {
        @Override
        boolean accepts(Object element) {
          scope.rendering().charge(1);
          assignTo(element, inner);
          return truth(condition, inner);
        }
      };
    }

    @Override
    public void children(Consumer<Node> visit) {
      bound(target, true, visit);
      visit.accept(iterable);
      each(visit, body);
      each(visit, otherwise);
      if (test != null) {
        visit.accept(test);
      }
    }
  }

  /** Some elements of an iterator, tested when they are asked for. */
  abstract static class Filtered implements Iterator<Object> {
    private final Iterator<Object> elements;
    private @Nullable Object next;

    Filtered(Iterator<Object> elements) {
      this.elements = elements;
    }

    abstract boolean accepts(Object element);

    @Override
    public boolean hasNext() {
      while (next == null && elements.hasNext()) {
        Object candidate = elements.next();
        next = accepts(candidate) ? candidate : null;
      }
      return next != null;
    }

    @Override
    public Object next() {
      Object result = hasNext() ? next : null;
      if (result == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return result;
    }
  }

  /** The body of a macro, of a {@code call} block or of a {@code generation} block. */
  static final class MacroBody extends Scoped {
    private final List<Macro.Parameter> parameters;
    private final Body body;
    private boolean usesCaller;
    private boolean usesKeywords;
    private boolean usesPositional;

    MacroBody(List<Macro.Parameter> parameters, Body body) {
      this.parameters = parameters;
      this.body = body;
    }

    List<Macro.Parameter> parameters() {
      return parameters;
    }

    Body body() {
      return body;
    }

    void uses(boolean caller, boolean keywords, boolean positional) {
      usesCaller = caller;
      usesKeywords = keywords;
      usesPositional = positional;
    }

    boolean usesCaller() {
      return usesCaller;
    }

    boolean usesKeywords() {
      return usesKeywords;
    }

    boolean usesPositional() {
      return usesPositional;
    }

    Macro in(Scope scope, @Nullable String name) {
      return new Macro(name, parameters, this, scope);
    }

    void children(Consumer<Node> visit) {
      for (Macro.Parameter each : parameters) {
        visit.accept(new Target(each.name(), false));
      }
      for (Macro.Parameter each : parameters) {
        if (each.value() != null) {
          visit.accept(each.value());
        }
      }
      each(visit, body);
    }
  }

  /**
   * A name that is bound, among the parts of a statement.
   *
   * @param name the name
   * @param assigned whether it is assigned, not declared as a parameter
   */
  record Target(String name, boolean assigned) implements Node {
    @Override
    public void children(Consumer<Node> visit) {}
  }

  record MacroDefinition(String name, MacroBody definition) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      scope.set(name, definition.in(scope, name));
      return Flow.ON;
    }

    @Override
    public void children(Consumer<Node> visit) {
      definition.children(visit);
    }
  }

  record CallBlock(Expressions.Call call, MacroBody definition) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Rendering rendering = scope.rendering();
      try {
        Object result = call.call(scope, definition.in(scope, null));
        rendering.write(Values.str(rendering, result));
      } catch (Raised e) {
        throw e.at(call.span());
      }
      return Flow.ON;
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit.accept(call);
      definition.children(visit);
    }
  }

  /** What the assistant writes: marked for training, rendered as it is. */
  record Generation(MacroBody definition) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      Rendering rendering = scope.rendering();
      rendering.write(
          (String)
              definition
                  .in(scope, null)
                  .call(rendering, new Arguments(List.of(), new HashMap<>())));
      return Flow.ON;
    }

    @Override
    public void children(Consumer<Node> visit) {
      definition.children(visit);
    }
  }

  record Assign(Expression target, Expression value) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      try {
        Expressions.requireNamespaces(target, scope);
        Expressions.assign(target, value.in(scope), scope);
      } catch (Raised e) {
        throw e.at(new Span(target.span().start(), value.span().end()));
      }
      return Flow.ON;
    }

    @Override
    public void children(Consumer<Node> visit) {
      bound(target, true, visit);
      visit.accept(value);
    }
  }

  static final class AssignBlock extends Scoped implements Statement {
    private final Expression target;
    private final Expressions.@Nullable Filter filter;
    private final Body body;

    AssignBlock(Expression target, Expressions.@Nullable Filter filter, Body body) {
      this.target = target;
      this.filter = filter;
      this.body = body;
    }

    Expression target() {
      return target;
    }

    Expressions.@Nullable Filter filter() {
      return filter;
    }

    Body body() {
      return body;
    }

    @Override
    public Flow execute(Scope scope) {
      Scope inner = scope.inner(loads());
      var flow = new ArrayList<Flow>(1);
      String text = scope.rendering().capture(() -> flow.add(body.execute(inner)));
      if (flow.get(0) == Flow.ON) {
        try {
          Expressions.requireNamespaces(target, scope);
          Expressions.assign(target, filter == null ? text : filter.around(inner, text), scope);
        } catch (Raised e) {
          throw e.at(target.span());
        }
      }
      return flow.get(0);
    }

    @Override
    public void children(Consumer<Node> visit) {
      bound(target, true, visit);
      if (filter != null) {
        visit.accept(filter);
      }
      each(visit, body);
    }
  }

  static final class FilterBlock extends Scoped implements Statement {
    private final Expressions.Filter filter;
    private final Body body;

    FilterBlock(Expressions.Filter filter, Body body) {
      this.filter = filter;
      this.body = body;
    }

    Expressions.Filter filter() {
      return filter;
    }

    Body body() {
      return body;
    }

    @Override
    public Flow execute(Scope scope) {
      Rendering rendering = scope.rendering();
      Scope inner = scope.inner(loads());
      var flow = new ArrayList<Flow>(1);
      String text = rendering.capture(() -> flow.add(body.execute(inner)));
      if (flow.get(0) == Flow.ON) {
        try {
          rendering.write(Values.str(rendering, filter.around(inner, text)));
        } catch (Raised e) {
          throw e.at(filter.span());
        }
      }
      return flow.get(0);
    }

    @Override
    public void children(Consumer<Node> visit) {
      each(visit, body);
      visit.accept(filter);
    }
  }

  static final class With extends Scoped implements Statement {
    private final List<Expression> targets;
    private final List<Expression> values;
    private final Body body;

    With(List<Expression> targets, List<Expression> values, Body body) {
      this.targets = targets;
      this.values = values;
      this.body = body;
    }

    List<Expression> targets() {
      return targets;
    }

    List<Expression> values() {
      return values;
    }

    Body body() {
      return body;
    }

    @Override
    public Flow execute(Scope scope) {
      Scope inner = scope.inner(loads());
      for (int i = 0; i < targets.size(); i++) {
        try {
          Expressions.assign(targets.get(i), values.get(i).in(scope), inner);
        } catch (Raised e) {
          throw e.at(values.get(i).span());
        }
      }
      return body.execute(inner);
    }

    @Override
    public void children(Consumer<Node> visit) {
      targets.forEach(each -> bound(each, false, visit));
      values.forEach(visit);
      each(visit, body);
    }
  }

  /** A named block: without inheritance it is rendered where it stands, in a scope of its own. */
  static final class Block extends Scoped implements Statement {
    private final String name;
    private final boolean scoped;
    private final boolean required;
    private final Body body;
    private final Span span;

    Block(String name, boolean scoped, boolean required, Body body, Span span) {
      this.name = name;
      this.scoped = scoped;
      this.required = required;
      this.body = body;
      this.span = span;
    }

    String name() {
      return name;
    }

    boolean scoped() {
      return scoped;
    }

    Body body() {
      return body;
    }

    Span span() {
      return span;
    }

    @Override
    public Flow execute(Scope scope) {
      if (required) {
        throw new Raised(
                "TemplateRuntimeError", "Required block " + Strings.repr(name) + " not found")
            .at(span);
      }
      body.execute(Scope.isolated(scope.rendering(), scoped ? scope : null, loads()));
      return Flow.ON;
    }

    @Override
    public void children(Consumer<Node> visit) {
      each(visit, body);
    }
  }

  /** The body of {@code autoescape}, which may only switch it off. */
  static final class Autoescape extends Scoped implements Statement {
    private final Expression on;
    private final Body body;

    Autoescape(Expression on, Body body) {
      this.on = on;
      this.body = body;
    }

    Expression on() {
      return on;
    }

    Body body() {
      return body;
    }

    @Override
    public Flow execute(Scope scope) {
      Scope inner = scope.inner(loads());
      if (truth(on, inner)) {
        throw Raised.unsupported("autoescape").at(on.span());
      }
      return body.execute(inner);
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit.accept(on);
      each(visit, body);
    }
  }

  /** A jump in the innermost loop. */
  record Jump(Flow flow, Span span) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      return flow;
    }

    @Override
    public void children(Consumer<Node> visit) {}
  }

  /** A tag that would load another template; it fails where the reference would look for one. */
  record Loading(String tag, Expression template) implements Statement {
    @Override
    public Flow execute(Scope scope) {
      throw Raised.unsupported("{% " + tag + " %}: a template of a model or task stands alone; it")
          .at(template.span());
    }

    @Override
    public void children(Consumer<Node> visit) {
      visit.accept(template);
    }
  }
}
