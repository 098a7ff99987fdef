package org.modelassay.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modelassay.template.Statements.Body;
import org.modelassay.template.Statements.MacroBody;
import org.modelassay.template.Statements.Statement;

/**
 * Settles, once after parsing, which block owns which name, and refuses what the reference's
 * compiler refuses: unknown filters and tests outside of conditions, jumps outside of loops.
 */
final class Binder {
  /** No higher expression could be evaluated. */
  private static final int MAX_DEPTH = Rendering.MAX_DEPTH;

  private final Dialect dialect;
  private final Set<String> blocks = new HashSet<>();
  private int depth;

  private Binder(Dialect dialect) {
    this.dialect = dialect;
  }

  /** Binds a template, and returns the names of its top level. */
  static List<Symbols.Load> bind(Body template, Dialect dialect) {
    var binder = new Binder(dialect);
    var symbols = new Symbols(null);
    binder.look(template, symbols);
    binder.bind(template, symbols, false, false);
    return symbols.loads();
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw Raised.limit("an expression of more than " + MAX_DEPTH + " parts in one another");
    }
  }

  // -- which names a block owns

  private void look(Body body, Symbols symbols) {
    for (Statement each : body.statements()) {
      look(each, symbols);
    }
  }

  /** Notes the names that a part uses in its own block; inner blocks are looked at later. */
  private void look(Node node, Symbols symbols) {
    enter();
    if (node instanceof Expressions.Name name) {
      symbols.load(name.name());
    } else if (node instanceof Expressions.NamespaceTarget target) {
      symbols.load(target.name());
    } else if (node instanceof Statements.If condition) {
      lookAtBranches(condition, symbols);
    } else if (node instanceof Statements.MacroDefinition macro) {
      symbols.store(macro.name());
    } else if (node instanceof Statements.For loop) {
      look(loop.iterable(), symbols);
    } else if (node instanceof Statements.CallBlock block) {
      look(block.call(), symbols);
    } else if (node instanceof Statements.FilterBlock block) {
      look(block.filter(), symbols);
    } else if (node instanceof Statements.With with) {
      with.values().forEach(each -> look(each, symbols));
    } else if (node instanceof Statements.Assign assign) {
      look(assign.value(), symbols);
      store(assign.target(), symbols, false);
    } else if (node instanceof Statements.AssignBlock assign) {
      store(assign.target(), symbols, false);
    } else if (!(node instanceof Statements.Block
        || node instanceof Statements.Autoescape
        || node instanceof Statements.Generation)) {
      node.children(each -> look(each, symbols));
    }
    depth--;
  }

  private void lookAtBranches(Statements.If condition, Symbols symbols) {
    List<Statements.Branch> branches = condition.branches();
    look(branches.get(0).test(), symbols);
    Symbols first = symbols.branch();
    look(branches.get(0).body(), first);
    Symbols others = symbols.branch();
    for (Statements.Branch each : branches.subList(1, branches.size())) {
      look(each.test(), others);
      Symbols body = others.branch();
      look(each.body(), body);
      others.join(List.of(body));
    }
    Symbols last = symbols.branch();
    look(condition.otherwise(), last);
    symbols.join(List.of(first, others, last));
  }

  private void store(Expression target, Symbols symbols, boolean parameter) {
    if (target instanceof Expressions.Name name) {
      if (parameter) {
        symbols.parameter(name.name());
      } else {
        symbols.store(name.name());
      }
    } else if (target instanceof Expressions.TupleOf tuple) {
      tuple.items().forEach(each -> store(each, symbols, parameter));
    } else {
      look(target, symbols);
    }
  }

  // -- inner blocks

  /**
   * Binds the blocks inside of one.
   *
   * @param soft whether it is in a condition, where an unknown filter is an error only when used
   * @param inLoop whether it can be left by a jump
   */
  private void bind(Body body, Symbols symbols, boolean soft, boolean inLoop) {
    enter();
    for (Statement each : body.statements()) {
      bind(each, symbols, soft, inLoop);
    }
    depth--;
  }

  private void bind(Statement statement, Symbols symbols, boolean soft, boolean inLoop) {
    if (statement instanceof Statements.If condition) {
      for (Statements.Branch each : condition.branches()) {
        check(each.test(), true);
        bind(each.body(), symbols, true, inLoop);
      }
      bind(condition.otherwise(), symbols, true, inLoop);
    } else if (statement instanceof Statements.For loop) {
      bindLoop(loop, symbols, soft, inLoop);
    } else if (statement instanceof Statements.MacroDefinition macro) {
      bindMacro(macro.definition(), symbols);
    } else if (statement instanceof Statements.CallBlock block) {
      check(block.call(), soft);
      bindMacro(block.definition(), symbols);
    } else if (statement instanceof Statements.Generation block) {
      bindMacro(block.definition(), symbols);
    } else if (statement instanceof Statements.FilterBlock block) {
      var inner = new Symbols(symbols);
      look(block.body(), inner);
      look(block.filter(), inner);
      block.bind(inner.loads());
      check(block.filter(), false);
      bind(block.body(), inner, false, inLoop);
    } else if (statement instanceof Statements.AssignBlock block) {
      var inner = new Symbols(symbols);
      look(block.body(), inner);
      if (block.filter() != null) {
        look(block.filter(), inner);
        check(block.filter(), false);
      }
      block.bind(inner.loads());
      bind(block.body(), inner, false, inLoop);
    } else if (statement instanceof Statements.With with) {
      var inner = new Symbols(symbols);
      with.targets().forEach(each -> store(each, inner, true));
      look(with.body(), inner);
      with.bind(inner.loads());
      with.values().forEach(each -> check(each, soft));
      bind(with.body(), inner, false, inLoop);
    } else if (statement instanceof Statements.Autoescape block) {
      var inner = new Symbols(symbols);
      look(block.on(), inner);
      look(block.body(), inner);
      block.bind(inner.loads());
      bind(block.body(), inner, false, inLoop);
    } else if (statement instanceof Statements.Block block) {
      if (!blocks.add(block.name())) {
        throw refused("block " + Strings.repr(block.name()) + " defined twice", block.span());
      }
      var own = new Symbols(null);
      look(block.body(), own);
      block.bind(own.loads());
      bind(block.body(), own, false, false);
    } else if (statement instanceof Statements.Jump jump) {
      if (!inLoop) {
        throw syntax(
            Strings.repr(jump.flow() == Statements.Flow.BREAK ? "break" : "continue")
                + " outside loop",
            jump.span());
      }
    } else {
      statement.children(each -> check(each, soft));
    }
  }

  private void bindLoop(Statements.For loop, Symbols symbols, boolean soft, boolean inLoop) {
    check(loop.iterable(), soft);
    refuseLoopTargets(loop);
    var inner = new Symbols(symbols);
    if (loop.recursive() || !reads(loop.body().statements(), "loop").isEmpty()) {
      loop.useLoop();
      inner.parameter("loop");
    }
    store(loop.target(), inner, true);
    look(loop.body(), inner);
    loop.bind(inner.loads());
    if (loop.test() != null) {
      var filtering = new Symbols(symbols);
      store(loop.target(), filtering, true);
      look(loop.test(), filtering);
      loop.filtering().bind(filtering.loads());
      check(loop.test(), false);
    }
    bind(loop.body(), inner, false, true);
    var otherwise = new Symbols(symbols);
    look(loop.otherwise(), otherwise);
    loop.orElse().bind(otherwise.loads());
    bind(loop.otherwise(), otherwise, false, inLoop && !loop.recursive());
  }

  private void refuseLoopTargets(Statements.For loop) {
    loop.children(each -> refuseLoopTarget(each, loop.span()));
  }

  private void refuseLoopTarget(Node node, Span span) {
    enter();
    if (node instanceof Statements.Target target
        && target.assigned()
        && target.name().equals("loop")) {
      throw refused("Can't assign to special loop variable in for-loop target", span);
    }
    if (node instanceof Statement) {
      node.children(each -> refuseLoopTarget(each, span));
    }
    depth--;
  }

  private void bindMacro(MacroBody macro, Symbols symbols) {
    var inner = new Symbols(symbols);
    lookAtMacro(macro, inner);
    Set<String> special = reads(macro.body().statements(), "caller", "kwargs", "varargs");
    for (int i = 0; i < macro.parameters().size(); i++) {
      Macro.Parameter each = macro.parameters().get(i);
      if (each.name().equals("caller")) {
        if (special.contains("caller") && each.value() == null) {
          throw new Raised(
              "TemplateAssertionError",
              "When defining macros or call blocks the special \"caller\" argument must be omitted"
                  + " or be given a default.");
        }
      } else {
        special.remove(each.name());
      }
    }
    special.forEach(inner::parameter);
    macro.uses(special.contains("caller"), special.contains("kwargs"), special.contains("varargs"));
    macro.bind(inner.loads());
    for (Macro.Parameter each : macro.parameters()) {
      if (each.value() != null) {
        check(each.value(), false);
      }
    }
    bind(macro.body(), inner, false, false);
  }

  private void lookAtMacro(MacroBody macro, Symbols symbols) {
    for (Macro.Parameter each : macro.parameters()) {
      symbols.parameter(each.name());
    }
    for (Macro.Parameter each : macro.parameters()) {
      if (each.value() != null) {
        look(each.value(), symbols);
      }
    }
    look(macro.body(), symbols);
  }

  /** Which of some names are read before anything there binds them. */
  private Set<String> reads(List<Statement> body, String... names) {
    var wanted = new HashSet<>(List.of(names));
    var found = new HashSet<String>();
    for (Statement each : body) {
      reads(each, wanted, found);
    }
    return found;
  }

  private void reads(Node node, Set<String> wanted, Set<String> found) {
    enter();
    if (node instanceof Expressions.Name name) {
      if (wanted.contains(name.name())) {
        found.add(name.name());
      }
    } else if (node instanceof Statements.Target target) {
      wanted.remove(target.name());
    } else if (!(node instanceof Statements.Block)) {
      node.children(each -> reads(each, wanted, found));
    }
    depth--;
  }

  // -- filters and tests

  private void check(Node node, boolean soft) {
    enter();
    boolean inner = soft || node instanceof Expressions.Conditional;
    if (!inner && node instanceof Expressions.Filter filter) {
      if (!Filters.exists(dialect, filter.name())) {
        throw refused("No filter named " + Strings.repr(filter.name()) + ".", filter.span());
      }
    } else if (!inner && node instanceof Expressions.Test test) {
      if (!Tests.exists(test.name())) {
        throw refused("No test named " + Strings.repr(test.name()) + ".", test.span());
      }
    }
    var parts = new ArrayList<Node>();
    node.children(parts::add);
    parts.forEach(each -> check(each, inner));
    depth--;
  }

  private static Raised refused(String message, Span span) {
    return new Raised("TemplateAssertionError", message).at(span);
  }

  private static Raised syntax(String message, Span span) {
    return new Raised("TemplateSyntaxError", message).at(span);
  }
}
